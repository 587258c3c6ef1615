package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medseg.InputException;
import io.medseg.TestProcess;
import io.medseg.model.Device;
import io.medseg.model.ModelLayout;
import io.medseg.model.ModelSession;
import io.medseg.model.SegmentationModel;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that Keras wrote just now, against what Keras predicts with them. */
class KerasModelsIT {
  private static final int MODULE_MISSING = 3;

  @TempDir static Path folder;

  private final Configuration hadoop = new Configuration();

  @BeforeAll
  static void writeModels() throws Exception {
    String python = System.getProperty("MEDSEG_PYTHON", System.getenv("MEDSEG_PYTHON"));
    Path script = Path.of(KerasModelsIT.class.getResource("keras_models.py").toURI());
    TestProcess.Result written = run(python == null ? "python3" : python, script);
    assumeTrue(written.code() != MODULE_MISSING, () -> "Python: " + written.output());
    assertThat(written.code()).as(written.output()).isZero();
  }

  private static TestProcess.Result run(String python, Path script) {
    try {
      return TestProcess.run(new ProcessBuilder(python, script.toString(), folder.toString()));
    } catch (IOException e) {
      assumeTrue(false, "there is no " + python + ": set MEDSEG_PYTHON");
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tf_keras_save",
        "keras3_export",
        "keras3_fixed_batch",
        "keras3_volumes",
        "keras3_channels_first",
        "keras3_channels_first_volumes",
        "keras3_two_outputs"
      })
  void predictsWhatKerasPredicts(String name) throws Exception {
    Path directory = folder.resolve(name);
    SavedModelRecipe recipe =
        SavedModelRecipe.of(directory.resolve("model").toString(), hadoop)
            .withSignature(text(directory.resolve("signature.txt")));
    try (SegmentationModel model = recipe.load(hadoop, Device.CPU);
        ModelSession session = model.newSession()) {
      Tensor found = session.predict(tensor(directory, "input"));

      Tensor wanted = tensor(directory, "output");
      assertThat(found.shape()).isEqualTo(wanted.shape());
      for (int i = 0; i < wanted.data().length; i++) {
        assertThat(found.data()[i]).as("value %d", i).isCloseTo(wanted.data()[i], within(1e-6f));
      }
    }
  }

  /** Batches with channels last through models that have them behind N. */
  @ParameterizedTest
  @ValueSource(strings = {"keras3_channels_first", "keras3_channels_first_volumes"})
  void movesChannelsForModelsThatHaveThemFirst(String name) throws Exception {
    Path directory = folder.resolve(name);
    try (SegmentationModel model = recipe(name).load(hadoop, Device.CPU);
        ModelSession session = ModelLayout.NCHW.channelsLast(model.newSession())) {
      Tensor found = session.predict(channelsLast(tensor(directory, "input")));

      Tensor wanted = channelsLast(tensor(directory, "output"));
      assertThat(found.shape()).isEqualTo(wanted.shape());
      for (int i = 0; i < wanted.data().length; i++) {
        assertThat(found.data()[i]).as("value %d", i).isCloseTo(wanted.data()[i], within(1e-6f));
      }
    }
  }

  private static Tensor channelsLast(Tensor first) {
    int[] lengths = first.shape().toArray();
    int channels = lengths[1];
    int voxels = Math.toIntExact(first.shape().elements()) / lengths[0] / channels;
    System.arraycopy(lengths, 2, lengths, 1, lengths.length - 2);
    lengths[lengths.length - 1] = channels;
    Tensor last = Tensor.zeros(Shape.of(lengths));
    for (int i = 0; i < last.data().length; i++) {
      int channel = i % channels;
      int voxel = i / channels % voxels;
      int n = i / channels / voxels;
      last.data()[i] = first.data()[(n * channels + channel) * voxels + voxel];
    }
    return last;
  }

  /** TensorFlow's own session loader fails on it in Python too. */
  @Test
  void saysHowKeras3ModelsAreWritten() throws Exception {
    SavedModelRecipe recipe = recipe("keras3_saved_model_save");
    try (SegmentationModel model = recipe.load(hadoop, Device.CPU);
        ModelSession session = model.newSession()) {
      Tensor batch = tensor(folder.resolve("keras3_saved_model_save"), "input");
      assertThatThrownBy(() -> session.predict(batch))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("TensorFlow says: Could not find variable ")
          .hasMessageEndingWith(
              " A Keras 3 model is written with model.export(DIR), not with tf.saved_model.save.");
    }
  }

  @Test
  void signaturesTellKerasShapes() {
    assertThat(recipe("keras3_fixed_batch").signature(hadoop).inputShape())
        .containsExactly(4L, 16L, 12L, 1L);
    assertThat(recipe("tf_keras_save").signature(hadoop).outputShape())
        .containsExactly(-1L, 16L, 12L, 3L);
    assertThat(recipe("keras3_export").signature(hadoop).outputShape())
        .containsExactly(-1L, 16L, 12L, 3L);
    assertThatThrownBy(() -> recipe("keras3_two_outputs").signature(hadoop))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "its signature serving_default has 2 outputs (edge (any, 8, 8, 1), mask (any, 8, 8,"
                + " 2)); name one, as in serving_default:edge");
  }

  private SavedModelRecipe recipe(String name) {
    return SavedModelRecipe.of(folder.resolve(name).resolve("model").toString(), hadoop);
  }

  private static Tensor tensor(Path directory, String name) throws IOException {
    int[] lengths =
        Arrays.stream(text(directory.resolve(name + ".txt")).split(" "))
            .mapToInt(Integer::parseInt)
            .toArray();
    Tensor tensor = Tensor.zeros(Shape.of(lengths));
    ByteBuffer.wrap(Files.readAllBytes(directory.resolve(name + ".bin")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(tensor.data());
    return tensor;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "cannot read " + file + ": " + e;
    }
  }
}
