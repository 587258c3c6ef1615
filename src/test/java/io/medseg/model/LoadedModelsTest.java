package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadedModelsTest {
  private static final AtomicInteger LOADS = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();
  private final Configuration hadoop = new Configuration(false);

  /** Fails the first times. */
  private record FakeRecipe(String fingerprint, int failures) implements ModelRecipe {
    @Override
    public SegmentationModel load(Configuration hadoop, Device device) {
      if (LOADS.incrementAndGet() <= failures) {
        throw new InputException("Cannot load model " + fingerprint + ": busy");
      }
      return new FakeModel(fingerprint);
    }
  }

  private record FakeModel(String name) implements SegmentationModel {
    @Override
    public ModelSignature signature() {
      return new ModelSignature(name, "x", List.of(-1L), "y", List.of(-1L));
    }

    @Override
    public ModelSession newSession() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }

  @BeforeEach
  void reset() {
    LOADS.set(0);
    CLOSED.set(0);
  }

  @AfterEach
  void forget() {
    LoadedModels.closeAll();
  }

  @Test
  void equalRecipesShareOneModel() throws Exception {
    Callable<SegmentationModel> task =
        () -> LoadedModels.get(new FakeRecipe("same", 0), Device.CPU, hadoop);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      SegmentationModel first = task.call();
      for (Future<SegmentationModel> model : pool.invokeAll(List.of(task, task, task, task))) {
        assertThat(model.get()).isSameAs(first);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(LOADS).hasValue(1);
    assertThat(LoadedModels.get(new FakeRecipe("other", 0), Device.CPU, hadoop).signature().name())
        .isEqualTo("other");
    assertThat(LOADS).hasValue(2);
  }

  @Test
  void everyDeviceHasItsOwnModel() {
    FakeRecipe recipe = new FakeRecipe("two devices", 0);
    Device first = Device.gpu("0", List.of("0", "1"));
    SegmentationModel loaded = LoadedModels.get(recipe, first, hadoop);

    assertThat(LoadedModels.get(recipe, Device.gpu("1", List.of("0", "1")), hadoop))
        .isNotSameAs(loaded);
    assertThat(LoadedModels.get(recipe, Device.gpu("0", List.of("1", "0")), hadoop))
        .isSameAs(loaded);
    assertThat(LOADS).hasValue(2);
  }

  @Test
  void aFailureIsNotKept() {
    FakeRecipe recipe = new FakeRecipe("flaky", 1);
    assertThatThrownBy(() -> LoadedModels.get(recipe, Device.CPU, hadoop))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot load model flaky: busy");
    assertThat(LoadedModels.get(recipe, Device.CPU, hadoop).signature().name()).isEqualTo("flaky");
  }

  @Test
  void closedModelsAreForgotten() {
    FakeRecipe recipe = new FakeRecipe("closed", 0);
    SegmentationModel first = LoadedModels.get(recipe, Device.CPU, hadoop);
    LoadedModels.closeAll();
    assertThat(CLOSED).hasValue(1);
    assertThat(LoadedModels.get(recipe, Device.CPU, hadoop)).isNotSameAs(first);
  }

  @Test
  void aRecipeThatCannotReadItsSignatureLoadsAndCloses() {
    assertThat(new FakeRecipe("asked", 0).signature(hadoop).name()).isEqualTo("asked");
    assertThat(CLOSED).hasValue(1);
  }

  /** Its threads still run in it: it is not closed, and who comes next gets another. */
  @Test
  void aModelThatWasLeftIsLoadedAnewAndStaysOpen() {
    FakeRecipe recipe = new FakeRecipe("left", 0);
    SegmentationModel first = LoadedModels.get(recipe, Device.CPU, hadoop);

    LoadedModels.leave(first);
    LoadedModels.leave(first);
    SegmentationModel second = LoadedModels.get(recipe, Device.CPU, hadoop);
    LoadedModels.closeAll();

    assertThat(LoadedModels.isLeft(first)).isTrue();
    assertThat(LoadedModels.isLeft(second)).isFalse();
    assertThat(second).isNotSameAs(first);
    assertThat(LOADS).hasValue(2);
    assertThat(CLOSED).hasValue(1);
  }

  @Test
  void aModelIsLeftBehindEightTimesAndNotLoadedOnceMore() {
    FakeRecipe recipe = new FakeRecipe("left often", 0);
    for (int i = 0; i < LoadedModels.MOST_LEFT_BEHIND; i++) {
      LoadedModels.leave(LoadedModels.get(recipe, Device.CPU, hadoop));
    }

    assertThatThrownBy(() -> LoadedModels.get(recipe, Device.CPU, hadoop))
        .isInstanceOf(TooManyLeftBehind.class)
        .hasMessageStartingWith("the model did not return from 8 scans of this executor");
    assertThat(LOADS).hasValue(8);
    assertThat(LoadedModels.get(new FakeRecipe("not left", 0), Device.CPU, hadoop)).isNotNull();
  }
}
