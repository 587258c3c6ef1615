package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.experiment.Parity;
import org.junit.jupiter.api.Test;

class ReadingSettingsTest {
  private static final long HEAP = Runtime.getRuntime().maxMemory();

  private static ReadingSettings of(Object... entries) {
    return ReadingSettings.of(TestScans.experiment(Parity.NONE, entries));
  }

  @Test
  void takeAnEighthOfTheHeapAndOneWorker() {
    assertThat(of()).isEqualTo(new ReadingSettings(1, HEAP / 8, ReadingSettings.Filling.AS_NEEDED));
    assertThat(of("NUM_WORKERS", 0).workers()).isZero();
  }

  @Test
  void preloadingTakesHalfOfTheHeap() {
    assertThat(of("PRELOAD_DATA", true, "NUM_WORKERS", 4))
        .isEqualTo(new ReadingSettings(4, HEAP / 2, ReadingSettings.Filling.BEFORE_FIRST_BATCH));
  }
}
