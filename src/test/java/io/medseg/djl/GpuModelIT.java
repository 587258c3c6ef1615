package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.model.Device;
import io.medseg.model.ModelSession;
import io.medseg.model.SegmentationModel;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What can be proven of models on GPUs where there is none: that the bound graph is one that
 * TensorFlow takes, that its placement is heeded, and that the environment reaches native code. On
 * a real GPU nothing of this was run.
 */
class GpuModelIT {
  private static final Path MODEL = Path.of("conf/models/phantom_unet2d").toAbsolutePath();
  private static final Device SECOND = Device.gpu("1", List.of("0", "1"));

  private final SavedModelRecipe recipe =
      SavedModelRecipe.of(MODEL.toString(), new Configuration());

  @BeforeAll
  static void start() {
    assertThat(TensorFlowRuntime.start(ThreadBudget.oneSlotPerCore(), Device.CPU)).isZero();
  }

  private float[] predict(Path directory, Device device) {
    Tensor batch = Tensor.zeros(Shape.of(2, 64, 64, 1));
    for (int i = 0; i < batch.data().length; i++) {
      batch.data()[i] = (i % 97) / 97f;
    }
    try (SegmentationModel model =
            TensorFlowModel.load(
                "pinned", directory, "serve", recipe.signature(new Configuration()), device);
        ModelSession session = model.newSession()) {
      Tensor output = session.predict(batch);
      return Arrays.copyOf(output.data(), Math.toIntExact(output.shape().elements()));
    }
  }

  @Test
  void aBoundModelIsTheSameModel() {
    Path gone;
    try (PinnedModel pinned = PinnedModel.of(MODEL, 1)) {
      gone = pinned.directory();
      assertThat(predict(gone, SECOND)).isEqualTo(predict(MODEL, Device.CPU));
    }
    assertThat(gone).doesNotExist();
    assertThat(MODEL.resolve("variables/variables.index")).exists();
  }

  /** Without soft placement TensorFlow says that the device is not there: it was asked for. */
  @Test
  void theDeviceOfABoundModelIsHeeded() {
    try (PinnedModel pinned = PinnedModel.of(MODEL, 1)) {
      assertThatThrownBy(() -> predict(pinned.directory(), Device.CPU))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("GPU:1");
    }
  }

  @Test
  void nativeCodeSeesWhatWasSet() {
    assertThat(NativeEnvironment.get("CUDA_VISIBLE_DEVICES"))
        .isEqualTo(System.getenv().getOrDefault("CUDA_VISIBLE_DEVICES", "-1"));
    assertThat(NativeEnvironment.get("MEDSEG_NEVER_SET")).isNull();
    NativeEnvironment.set("MEDSEG_SET_BY_A_TEST", "3,1");
    assertThat(NativeEnvironment.get("MEDSEG_SET_BY_A_TEST")).isEqualTo("3,1");
  }

  @Test
  void aModelThatIsNotThereCannotBeBound() throws Exception {
    Path empty = Files.createTempDirectory("no-model");
    assertThatThrownBy(() -> PinnedModel.of(empty, 1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot load model " + empty + " for GPU 1: ");
    Files.delete(empty);
  }
}
