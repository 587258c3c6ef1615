package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private long now;
  private final List<String> lines = new ArrayList<>();
  private final Progress progress = new Progress(24, "scan", lines::add, () -> now);

  private void show(int seconds, int finished, int failed) {
    now = Duration.ofSeconds(seconds).toNanos();
    progress.show(finished, failed);
  }

  /** Sixty seconds until the first two were done, then one every ten seconds. */
  @Test
  void theTimeForEachDoesNotCountTheStart() {
    show(60, 2, 0);
    show(80, 3, 1);
    show(280, 22, 2);

    assertThat(lines)
        .containsExactly(
            "2 of 24 scans, 0 failed",
            "4 of 24 scans, 1 failed, 10.00 s per scan, 3 min 20 s left",
            "24 of 24 scans, 2 failed, 10.00 s per scan, 0 s left");
  }

  @Test
  void linesComeAtMostEveryFourSecondsAndAtTheEnd() {
    for (int second = 1; second <= 24; second++) {
      show(second, second, 0);
    }
    show(24, 24, 0);

    assertThat(lines).hasSize(6);
    assertThat(lines.get(5)).isEqualTo("24 of 24 scans, 0 failed, 1.00 s per scan, 0 s left");
  }

  @Test
  void allAtOnceHasTheTimeSinceTheStart() {
    show(12, 24, 0);

    assertThat(lines).containsExactly("24 of 24 scans, 0 failed, 0.50 s per scan, 0 s left");
  }
}
