package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * Proves that a model that is missing, damaged or of another shape than the experiment ends the
 * evaluate job before a scan is predicted: exit code 1 and one line with both sides.
 */
class BadModelIT {
  private static final Path PHANTOM = Phantoms.model("phantom_unet2d");

  /** Its input is 64 x 64, no other size; it gives two classes. */
  private static final Path HIPPOCAMPUS = Phantoms.model("hippocampus_unet2d");

  @TempDir static Path folder;

  private static Phantoms phantoms;

  @BeforeAll
  static void write() {
    phantoms = Phantoms.in(folder).volumes(1);
  }

  private static String refusal(String... arguments) {
    return JobRunner.local().run(phantoms.evaluate("out", arguments)).refusal();
  }

  private static String refusalOf(Path model, String... overrides) {
    String[] arguments = new String[overrides.length + 1];
    arguments[0] = "--model=" + model;
    System.arraycopy(overrides, 0, arguments, 1, overrides.length);
    return refusal(arguments);
  }

  @Test
  void noModel() throws IOException {
    assertThat(refusalOf(folder.resolve("none")))
        .isEqualTo("Cannot load model " + folder.resolve("none") + ": there is no such directory");
    assertThat(refusalOf(folder.resolve("volumes")))
        .isEqualTo(
            "Cannot load model "
                + folder.resolve("volumes")
                + ": it holds no saved_model.pb; found: 0000001_V00.h5");
    assertThat(refusal("TEST_WEIGHT_PATH", "''"))
        .isEqualTo(
            "Cannot tell which model to evaluate: give --model DIR,"
                + " or TEST_WEIGHT_PATH in the experiment");
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("saved_model.pb"), "no");
    assertThat(refusalOf(damaged))
        .startsWith("Cannot load model file:" + damaged + ": its saved_model.pb is damaged: ");
  }

  @Test
  void otherSignature() {
    assertThat(refusal("--signature=nope"))
        .isEqualTo(
            "Invalid model file:"
                + PHANTOM
                + ": it has no signature nope; it has serving_default (input image"
                + " (any, any, any, 1) -> output classes (any, any, any, 3))");
    assertThat(refusal("--signature=serving_default:mask"))
        .startsWith("Invalid model file:" + PHANTOM + ": its signature serving_default has no")
        .contains("output mask", "classes (any, any, any, 3)");
  }

  @Test
  void otherInputSize() {
    assertThat(refusalOf(HIPPOCAMPUS, "IMG_SIZE", "(32, 32, 1)", "CATEGORIES", "(0, 1)"))
        .isEqualTo(
            "Invalid model "
                + HIPPOCAMPUS
                + ": its input image is (any, 64, 64, 1) but the experiment gives"
                + " (any, 32, 32, 1) (IMG_SIZE)");
    assertThat(refusalOf(HIPPOCAMPUS, "IMG_SIZE", "(128, 128, 1)", "CATEGORIES", "(0, 1)"))
        .contains("(any, 64, 64, 1)", "(any, 128, 128, 1)", "IMG_SIZE");
    assertThat(refusalOf(HIPPOCAMPUS, "IMG_SIZE", "(64, 64, 8, 1)", "CATEGORIES", "(0, 1)"))
        .contains("(any, 64, 64, 1)", "(any, 64, 64, 8, 1)", "IMG_SIZE");
  }

  @Test
  void otherNumberOfClasses() {
    assertThat(refusalOf(HIPPOCAMPUS))
        .isEqualTo(
            "Invalid model "
                + HIPPOCAMPUS
                + ": its output output_0 has 2 classes but the experiment has 3 (CATEGORIES)");
    assertThat(refusal("INCLUDE_BACKGROUND", "True"))
        .isEqualTo(
            "Invalid model "
                + PHANTOM
                + ": its output classes has 3 classes but the experiment has 4"
                + " (CATEGORIES 3 + background); if it has no class for the background, set INCLUDE_BACKGROUND to False");
  }

  /** The bundled model with an operation that reads a file, which nothing asks for. */
  private static Path readingModel() throws IOException {
    Path model = Files.createDirectories(folder.resolve("reading"));
    try (Stream<Path> files = Files.list(PHANTOM)) {
      for (Path file : files.toList()) {
        Path copy = model.resolve(file.getFileName());
        if (file.endsWith("saved_model.pb")) {
          Files.write(copy, withReadFile(SavedModel.parseFrom(Files.readAllBytes(file))));
        } else if (!Files.exists(copy)) {
          Files.createSymbolicLink(copy, file);
        }
      }
    }
    return model;
  }

  private static byte[] withReadFile(SavedModel model) {
    SavedModel.Builder changed = model.toBuilder();
    changed
        .getMetaGraphsBuilder(0)
        .getGraphDefBuilder()
        .addNode(
            NodeDef.newBuilder()
                .setName("name")
                .setOp("Placeholder")
                .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_STRING).build()))
        .addNode(NodeDef.newBuilder().setName("peek").setOp("ReadFile").addInput("name"));
    return changed.build().toByteArray();
  }

  @Test
  void aModelThatCouldDoHarmIsRunOnlyIfItIsTrusted() throws IOException {
    Path model = readingModel();

    assertThat(refusalOf(model))
        .isEqualTo(
            "Cannot load model file:"
                + model
                + ": its graph holds operations that could do harm: ReadFile (peek, the graph,"
                + " reads files); give --trust-model if you trust whoever made it");
    JobRunner.local().run(phantoms.evaluate("trusted", "--model=" + model, "--trust-model")).fine();
    JobRunner.local().run(phantoms.evaluate("usual")).fine();
    assertThat(new Results(folder.resolve("trusted")).text("metrics.csv"))
        .isEqualTo(new Results(folder.resolve("usual")).text("metrics.csv"));
  }
}
