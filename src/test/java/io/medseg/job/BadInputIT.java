package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that arguments and configuration that cannot be used end the evaluate job with exit code 1
 * and one line that names what was given and what there is instead ({@link
 * JobRunner.Result#refusal} asserts code and single line).
 */
class BadInputIT {
  @TempDir static Path folder;

  private static Phantoms phantoms;

  @BeforeAll
  static void write() {
    phantoms = Phantoms.in(folder).volumes(1);
  }

  /** The line that an evaluation ends with. */
  private static String refusal(String... arguments) {
    return JobRunner.local().run(phantoms.evaluate("out", arguments)).refusal();
  }

  private static String refusalOf(String... arguments) {
    return JobRunner.local().run(List.of(arguments)).refusal();
  }

  private static String in(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void argumentsOfTheCommandLine() {
    assertThat(refusal("--foo=3"))
        .isEqualTo(
            "Invalid arguments: Unknown option: '--foo=3'; see jobs/submit.sh evaluate --help");
    assertThat(refusal("--partitions=many"))
        .startsWith("Invalid arguments: Invalid value for option '--partitions': 'many'");
    assertThat(refusal("--partitions", "-1"))
        .isEqualTo("Invalid --partitions: -1; at least 1, or 0 for as many as fit");
    assertThat(refusal("--parity=matlab"))
        .startsWith("Invalid arguments: Invalid value for option '--parity': expected one of")
        .contains("MEDSEGPY", "'matlab'");
    assertThat(refusal("--run-id=")).isEqualTo("Invalid --run-id: '': a name is expected");
    assertThat(refusal("--output=")).isEqualTo("Invalid path of --output: it is empty");
    assertThat(refusal("--output=a:b")).startsWith("Invalid path of --output: a:b: ");
    assertThat(refusal("--model=")).isEqualTo("Invalid path of --model: it is empty");
    assertThat(refusal("--datasets=")).isEqualTo("Invalid path of dataset catalog: it is empty");
    assertThat(refusal("--config-file=")).isEqualTo("Invalid path of experiment: it is empty");
    assertThat(refusal("--dataset-root=")).isEqualTo("Invalid path of dataset root: it is empty");
    assertThat(refusal("TEST_WEIGHT_PATH", "'a:b'"))
        .startsWith("Invalid path of TEST_WEIGHT_PATH: a:b: ");
    assertThat(refusalOf("evaluate"))
        .startsWith("Invalid arguments: Missing required options: '--config-file=FILE'")
        .contains("'--datasets=FILE'");
  }

  @Test
  void namesOfJobs() {
    assertThat(refusalOf("evaluat"))
        .isEqualTo(
            "Invalid arguments: evaluat is no job; did you mean evaluate? jobs are evaluate, export, preprocess, inspect, compare, demo, bench;"
                + " see jobs/submit.sh --help");
    assertThat(refusalOf())
        .startsWith(
            "Invalid arguments: no job is named; jobs are evaluate, export, preprocess, inspect, compare, demo, bench;");
    assertThat(refusalOf("demo", "--scans=0")).isEqualTo("Invalid --scans: 0; at least 1");
    assertThat(refusalOf("demo", "--output=")).isEqualTo("Invalid path of --output: it is empty");
    assertThat(refusalOf("bench", "--depth=0")).isEqualTo("Invalid --depth: 0; at least 1");
  }

  @Test
  void overrides() {
    assertThat(refusal("TEST_BATCH_SIZE"))
        .startsWith("Invalid overrides: TEST_BATCH_SIZE: they must be pairs KEY VALUE");
    assertThat(refusal("TEST_BATCH_SIZE", "-1"))
        .isEqualTo("Invalid TEST_BATCH_SIZE: -1: at least 1 is expected");
    assertThat(refusal("TEST_BATCH_SIZE", "many"))
        .isEqualTo("Invalid TEST_BATCH_SIZE: 'many': an integer is expected, not 'many'");
    assertThat(refusal("TEST_BATCHSIZE", "4"))
        .isEqualTo("Invalid override: TEST_BATCHSIZE is not known; did you mean TEST_BATCH_SIZE?");
    assertThat(refusal("MODEL_NAME", "V"))
        .isEqualTo("Invalid override: MODEL_NAME cannot be changed");
    assertThat(refusal("IMG_SIZE", "(64, 64"))
        .startsWith("Invalid IMG_SIZE among the overrides: Invalid literal: (64, 64: ");
  }

  @Test
  void namesInTheExperiment() {
    assertThat(refusal("TAG", "PatchLoader"))
        .startsWith(
            "Invalid data loader (TAG): PatchLoader; known are DefaultDataLoader, S25dDataLoader,"
                + " PatchDataLoader, N5dDataLoader");
    assertThat(refusal("TAG", "org.example.MyLoader"))
        .startsWith("Cannot find data loader (TAG) class org.example.MyLoader: ")
        .endsWith("give its jar with --jars");
    assertThat(refusal("TEST_METRICS", "['DICE']"))
        .startsWith("Invalid metric: DICE; known are DSC, VOE, ASSD, CV, Precision, Recall");
    assertThat(refusal("TEST_METRICS", "[]")).startsWith("Invalid TEST_METRICS: none is named");
    assertThat(refusal("PREPROCESSING", "['Whiten']"))
        .startsWith("Invalid transform: Whiten; known are AffineNormalization");
    assertThat(refusal("LOSS", "('dice', 'relu')"))
        .startsWith("Invalid LOSS: ('dice', 'relu'): ")
        .contains("sigmoid or softmax", "AVG_DICE_LOSS");
    assertThat(refusal("CATEGORIES", "(0, 0)")).startsWith("Invalid CATEGORIES: (0, 0): ");
    assertThat(refusal("PREPROCESSING", "['CropTransform']", "PREPROCESSING_ARGS", CROP))
        .startsWith("Cannot predict whole scans behind CropTransform: ");
  }

  private static final String CROP = "[{'coords0': (0, 0), 'crop_size': (32, 32)}]";

  @Test
  void configurationFiles() {
    assertThat(refusal("--config-file=" + in("no.yaml")))
        .isEqualTo("Cannot read experiment " + in("no.yaml") + ": there is no such file");
    assertThat(refusal("--config-file=" + phantoms.write("tab.yaml", "A: 1\n\tB: 2\n")))
        .startsWith("Cannot read experiment file:" + in("tab.yaml") + ": line 2: ");
    assertThat(refusal("--datasets=" + in("no.yaml")))
        .isEqualTo("Cannot read dataset catalog " + in("no.yaml") + ": there is no such file");
    assertThat(refusal("--datasets=" + phantoms.write("bad.yaml", "datasets: [\n  - a: b: c\n")))
        .startsWith("Cannot read dataset catalog file:" + in("bad.yaml") + ": line 2: ");
  }

  @Test
  void datasets() throws IOException {
    assertThat(refusal("--dataset=volume"))
        .isEqualTo(
            "Cannot find dataset volume in file:"
                + in("catalog.yaml")
                + "; did you mean volumes?; known are volumes, slices, single");
    assertThat(refusal("TEST_DATASET", "('a', 'b')"))
        .isEqualTo(
            "Invalid TEST_DATASET: [a, b]; one dataset is evaluated at a time,"
                + " name it with --dataset or TEST_DATASET");
    assertThat(refusal("--dataset-root=" + in("no")))
        .isEqualTo(
            "Cannot list dataset volumes: there is no folder file:"
                + in("no/volumes")
                + "; a relative root in the catalog begins at --dataset-root, or at the catalog's folder where that is not given");
    assertThat(refusal("--dataset-root=nofs://x"))
        .isEqualTo(
            "Invalid dataset root: nofs://x: No FileSystem for scheme \"nofs\"; no file system is known for nofs://");
    assertThat(refusal("--dataset=single"))
        .isEqualTo(
            "Cannot list dataset single: cannot open HDF5 file "
                + "file:"
                + in("single.h5")
                + ": it does not exist"
                + "; a relative root in the catalog begins at --dataset-root, or at the catalog's folder where that is not given");
    assertThat(refusal("--dataset=volumes,slices"))
        .isEqualTo(
            "Invalid --dataset: volumes,slices; this job takes one dataset at a time, run it once for each of them");
    assertThat(refusal("--dataset-root=~/scans"))
        .startsWith("Invalid path of dataset root: ~/scans: the shell has not replaced its ~ ");
    Files.createDirectories(folder.resolve("empty/volumes"));
    assertThat(refusal("--dataset-root=" + in("empty")))
        .isEqualTo(
            "Cannot find scans of dataset volumes in file:"
                + in("empty/volumes")
                + ": the folder is empty");
    phantoms.write("other/volumes/readme.txt", "no scans");
    assertThat(refusal("--dataset-root=" + in("other")))
        .contains("no file name looks like 1000001_V00.h5; the folder holds 1 file, as in readme");
  }

  @Test
  void outputThatCannotBeWritten() {
    phantoms.write("notes.txt", "mine");
    for (String output : List.of(in("notes.txt"), in("notes.txt/deeper"))) {
      assertThat(refusal("--output=" + output))
          .startsWith("Cannot write results to " + output + ": ")
          .endsWith("; give a writable --output");
    }
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
    assertThat(refusal("--output=nofs://x/y"))
        .isEqualTo(
            "Cannot write results to nofs://x/y: No FileSystem for scheme \"nofs\";"
                + " give a writable --output; no file system is known for nofs://");
  }

  @Test
  void settingsOfSpark() {
    assertThat(refusalWith("spark.serializer", "org.apache.spark.serializer.KryoSerializer"))
        .startsWith(
            "Invalid spark.serializer: org.apache.spark.serializer.KryoSerializer;"
                + " Kryo cannot take Java records")
        .contains("Remove the setting");
    assertThat(refusalWith("spark.master", "lokal"))
        .startsWith("Cannot start Spark with master lokal: ")
        .contains("Could not parse Master URL");
    assertThat(refusalWith("spark.task.cpus", "4"))
        .startsWith("Cannot start Spark with master local[2]: ")
        .contains("cpus per task = 4");
    assertThat(refusalWith("spark.task.cpus", "two"))
        .startsWith("Cannot start Spark with master local[2]: ")
        .contains("two");
  }

  private static String refusalWith(String key, String value) {
    return JobRunner.local().with(key, value).run(phantoms.evaluate("out")).refusal();
  }
}
