package io.medseg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentReaderTest {
  private static final String FIXTURES = "src/test/resources/experiments/";

  @TempDir private Path folder;

  private static ExperimentReader.Result read(String path, String... overrides) {
    return new ExperimentReader(new Configuration(false), Parity.NONE)
        .read(path, List.of(overrides));
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void refuses(String name, String text, String message) throws IOException {
    String path = write(name, text);
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(InputException.class)
        .hasMessage(message.replace("FILE", "file:" + path));
  }

  @Test
  void readsOlderIni() {
    Experiment legacy = read(FIXTURES + "legacy.ini").experiment();

    assertThat(legacy.tag()).isEqualTo("DefaultDataLoader");
    assertThat(legacy.modelName()).isEqualTo("UNet2D");
    assertThat(legacy.categories())
        .containsExactly(List.of(0), List.of(1, 2), List.of(3), List.of(4, 5));
    assertThat(legacy.get("LOSS")).isEqualTo(List.of("multi_class_dice", "sigmoid"));
    assertThat(legacy.testMetrics()).containsExactly("DSC", "VOE", "CV");
    assertThat(legacy.testBatchSize()).isEqualTo(40);
    assertThat(legacy.testDatasets()).containsExactly("oai_2d_test");
    assertThat(legacy.outputDir()).isEqualTo("runs/knee/100%/50%");
    assertThat(legacy.seed()).contains(1234L);
    assertThat(legacy.values())
        .containsEntry("DROPOUT_RATE", 0.1)
        .containsEntry("NUM_FILTERS", null)
        .containsEntry("VERSION", 5L)
        .doesNotContainKeys("DEBUG", "TEST_PATH", "TISSUES");
  }

  @Test
  void warnsOfOldKeysAndNames() {
    assertThat(read(FIXTURES + "legacy.ini").warnings())
        .containsExactlyInAnyOrder(
            "Key CP_SAVE_TAG of legacy.ini has been renamed to MODEL_NAME",
            "MODEL_NAME unet_2d is an old name of UNet2D",
            "TAG oai_aug is an old name of DefaultDataLoader",
            "Key TISSUES of legacy.ini has been renamed to CATEGORIES",
            "Key TEST_PATH is deprecated and ignored; name a dataset with TEST_DATASET",
            "Key DEBUG is deprecated and ignored");
  }

  @Test
  void childWinsOverItsBase() {
    ExperimentReader.Result result = read(FIXTURES + "child.yaml");
    Experiment child = result.experiment();

    assertThat(child.categories()).containsExactly(List.of(0), List.of(3));
    assertThat(child.imageSize()).isEqualTo(Arrays.asList(384, null, 16, 1));
    assertThat(child.imageStride()).containsExactly(384, 192, 16);
    assertThat(child.imagePadMode()).isEqualTo("wrap");
    assertThat(result.warnings())
        .contains("IMG_PAD_MODE warp, MedSegPy's spelling, is read as wrap");
    assertThat(child.testDatasets()).containsExactly("oai_3d_test", "oai_3d_val");
    assertThat(child.testBatchSize()).isEqualTo(40);
    assertThat(child.get("DESCRIPTION")).isEqualTo("[a draft");
    assertThat(child.get("INITIAL_LEARNING_RATE")).isEqualTo(1e-3);
    assertThat(child.get("NORMALIZATION_ARGS")).isEqualTo(Map.of("epsilon", 1e-4, "groups", 16L));
    assertThat(child.values()).doesNotContainKey("_BASE_");
    assertThat(result.warnings()).contains("IMG_PAD_MODE warp is read as wrap");
  }

  @Test
  void readsNestedYaml() {
    Experiment windows = read(FIXTURES + "windows.yaml").experiment();

    assertThat(windows.get("EXP_NAME")).isEqualTo("12e4");
    assertThat(windows.includeBackground()).isTrue();
    assertThat(windows.activation()).isEqualTo("softmax");
    assertThat(windows.preprocessingArguments())
        .containsExactly(
            Map.of(
                "bounds",
                List.of(List.of(-150.0, 250.0), List.of(-500.0, 1300.0), List.of(0L, 100L))),
            Map.of("max_height", 32L, "max_iterations", -1L));
    assertThat(windows.get("PRETRAINED_WEIGHTS_PATH"))
        .isEqualTo(
            Map.of(
                "path",
                "",
                "weights",
                List.of(
                    Map.of(
                        "include_words",
                        List.of("decoder"),
                        "slice_indices",
                        List.of(0L, "until")))));
  }

  @Test
  void overridesWin() {
    ExperimentReader.Result result =
        read(
            FIXTURES + "legacy.ini",
            "test_batch_size",
            "8",
            "IMG_SIZE",
            "(64, None, 1)",
            "TAG",
            "oai_2d",
            "LOSS",
            "BINARY_CROSS_ENTROPY_LOSS",
            "MY_KEY",
            "a b",
            "FINE_TUNE",
            "True");

    assertThat(result.experiment().testBatchSize()).isEqualTo(8);
    assertThat(result.experiment().imageSize()).isEqualTo(Arrays.asList(64, null, 1));
    assertThat(result.experiment().tag()).isEqualTo("DefaultDataLoader");
    assertThat(result.experiment().activation()).isEqualTo("softmax");
    assertThat(result.experiment().values())
        .containsEntry("MY_KEY", "a b")
        .doesNotContainKey("FINE_TUNE");
    assertThat(result.warnings()).contains("Key FINE_TUNE is deprecated and ignored");
  }

  @Test
  void refusesSomeOverrides() {
    String path = FIXTURES + "legacy.ini";

    assertThatThrownBy(() -> read(path, "TAG"))
        .hasMessage("Invalid overrides: TAG: they must be pairs KEY VALUE, but there are 1 words");
    assertThatThrownBy(() -> read(path, "MODEL_NAME", "UNet3D"))
        .hasMessage("Invalid override: MODEL_NAME cannot be changed");
    assertThatThrownBy(() -> read(path, "TISSUES", "(0,)"))
        .hasMessage("Invalid override: TISSUES was renamed, use CATEGORIES");
    assertThatThrownBy(() -> read(path, "IMG_STRIED", "2"))
        .hasMessage("Invalid override: IMG_STRIED is not known; did you mean IMG_STRIDE?");
    assertThatThrownBy(() -> read(path, "test_batchsize", "9"))
        .hasMessage("Invalid override: TEST_BATCHSIZE is not known; did you mean TEST_BATCH_SIZE?");
    assertThatThrownBy(() -> read(path, "IMG_SIZE", "(0, 1"))
        .hasMessage(
            "Invalid IMG_SIZE among the overrides: Invalid literal: (0, 1: ( at character 1 is not"
                + " closed");
  }

  /** Files may be shared with other programs, so that an unknown key does no harm in them. */
  @Test
  void warnsOfAKeyOfAFileThatLooksMisspelt() throws IOException {
    assertThat(read(write("a.yaml", "TEST_BATCHSIZE: 9\nMY_KEY: 1\n")).warnings())
        .containsExactly("Key TEST_BATCHSIZE is not known; did you mean TEST_BATCH_SIZE?");
  }

  @Test
  void basesMayLieElsewhere() throws IOException {
    Files.createDirectories(folder.resolve("bases"));
    write("bases/grand.yml", "SEED: 3\nDEPTH: 1\nDROPOUT: 0.5\n");
    write("bases/parent.ini", "[DEFAULT]\n_BASE_ = ./grand.yml\ndepth = 2\n");
    String child = write("child.yaml", "_base_: bases/parent.ini\nDROPOUT: 0.25\n");

    assertThat(read(child).experiment().values())
        .isEqualTo(Map.of("SEED", 3L, "DEPTH", 2L, "DROPOUT", 0.25));
  }

  @Test
  void refusesBasesThatComeBack() throws IOException {
    write("b.yaml", "_BASE_: a.yaml\n");
    refuses(
        "a.yaml",
        "_BASE_: b.yaml\n",
        "Cannot read experiment FILE: its _BASE_ comes back to itself: a.yaml -> b.yaml -> a.yaml");
    refuses("c.yaml", "_BASE_: 5\n", "Invalid _BASE_ in FILE: 5: a file is expected");
    String none = folder.resolve("none.yaml").toString();
    refuses(
        "d.yaml",
        "_BASE_: none.yaml\n",
        "Cannot read experiment file:%s: there is no such file (_BASE_ of FILE)".formatted(none));
  }

  @Test
  void namesWhatCannotBeRead() throws IOException {
    refuses(
        "a.yaml",
        "A: [1\n",
        "Cannot read experiment FILE: line 2: expected ',' or ']', but got <stream end>");
    refuses(
        "b.yaml", "just text\n", "Cannot read experiment FILE: it holds no mapping (KEY: value)");
    refuses(
        "c.ini",
        "[x]\na = 1\n",
        "Cannot read experiment FILE: it has no section [DEFAULT], only [x]");
    for (String empty : List.of("", "# nothing\n", "{}\n")) {
      refuses(
          "empty.yaml",
          empty,
          "Cannot read experiment FILE: it holds no settings, as in IMG_SIZE: (288, 288, 1)");
    }
    refuses(
        "empty.ini",
        "[DEFAULT]\n",
        "Cannot read experiment FILE: it holds no settings, as in IMG_SIZE: (288, 288, 1)");
    refuses(
        "catalog.yaml",
        "datasets:\n  - {name: knees, root: knees}\n",
        "Cannot read experiment FILE: it is a catalog of datasets, which belongs to --datasets; --config-file names the experiment");
    refuses(
        "yaml.ini",
        "IMG_SIZE: (64, 64, 1)\n",
        "Cannot read experiment FILE: line 1: no section is open; the first line must be [DEFAULT]; the name of a YAML file must end in .yaml or .yml");
    refuses(
        "d.yaml",
        "TISSUES: [0]\nCategories: [1]\n",
        "Invalid experiment FILE: CATEGORIES is given twice, as TISSUES and Categories");
    refuses(
        "e.yaml",
        "CATEGORIES: [0, (1, 2)]\n",
        "Invalid CATEGORIES in FILE: Invalid literal: (1: ( at character 1 is not closed");
    assertThatThrownBy(() -> read("experiment.json"))
        .hasMessage(
            "Cannot read experiment experiment.json: its name must end in .yaml, .yml or .ini");
    assertThatThrownBy(() -> read(folder + "/none.ini"))
        .hasMessage("Cannot read experiment " + folder + "/none.ini: there is no such file");
    assertThatThrownBy(() -> read(" ")).hasMessage("Invalid path of experiment: it is empty");
  }

  @Test
  void sectionsBesideTheDefaultAreIgnoredWithAWarning() throws IOException {
    String path = write("a.ini", "[DEFAULT]\nseed = 1\n[other]\nseed = 2\n");

    assertThat(read(path).experiment().seed()).contains(1L);
    assertThat(read(path).warnings())
        .containsExactly(
            "Section [other] of file:" + path + " is ignored: all keys are read from [DEFAULT]");
  }

  @Test
  void iniByTheNameOfYamlIsReadWithAWarning() throws IOException {
    String path = write("a.yaml", "# old\n\n[DEFAULT]\nseed = 1\n");

    assertThat(read(path).experiment().seed()).contains(1L);
    assertThat(read(path).warnings())
        .containsExactly("file:" + path + " is read as INI, since it begins with [DEFAULT]");
  }

  @Test
  void warnsOfTheSoftmaxLossThatIsNone() throws IOException {
    String path = write("a.yaml", "LOSS: avg_dice_loss_softmax\n");

    assertThat(read(path).experiment().activation()).isEqualTo("sigmoid");
    assertThat(read(path).warnings())
        .containsExactly(
            "LOSS avg_dice_loss_softmax means ('avg_dice', 'sigmoid') to MedSegPy; for softmax"
                + " write ('avg_dice', 'softmax')");
  }
}
