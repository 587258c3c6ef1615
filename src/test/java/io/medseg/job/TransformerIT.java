package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.RealScans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that a Spark ML transformer with the interface of DJL's gives, to the last bit, the
 * results of the built-in model: in either form of rows, either encoding, any number of partitions,
 * scans cut or not; on phantoms and on real scans. What is wrong with one scan is a row of
 * failures.csv.
 */
class TransformerIT {
  private static final String CLASS = "io.medseg.spark.BinaryPredictor";
  private static final String NO_MODEL = "TEST_WEIGHT_PATH";

  @TempDir static Path folder;

  private static Phantoms phantoms;
  private static Results builtIn;

  @BeforeAll
  static void run() {
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(4));
    JobRunner.local().run(phantoms.evaluate("built-in")).fine();
    builtIn = new Results(folder.resolve("built-in"));
  }

  private static List<String> predicting(String model, String... params) {
    List<String> options = new ArrayList<>();
    options.add("--predictor-transformer=" + CLASS);
    options.add("--predictor-param=engine=TensorFlow");
    options.add("--predictor-param=modelUrl=" + Phantoms.model(model).toUri());
    Arrays.stream(params).map("--predictor-param="::concat).forEach(options::add);
    return options;
  }

  private static JobRunner.Result run(String output, List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    // There is no model for the built-in predictor.
    all.addAll(List.of(NO_MODEL, "''"));
    return JobRunner.local().run(phantoms.evaluate(output, all.toArray(String[]::new)));
  }

  private static Results evaluate(String output, List<String> options, String... more) {
    run(output, options, more).fine();
    return new Results(folder.resolve(output));
  }

  private static void assertSame(Results found, Results expected) {
    assertThat(found.text("metrics.csv")).isEqualTo(expected.text("metrics.csv"));
    assertThat(found.text("failures.csv")).isEqualTo(expected.text("failures.csv"));
    assertThat(found.timelessText())
        .isEqualTo(
            expected.timelessText().replace(Phantoms.model("phantom_unet2d").toString(), CLASS));
  }

  @Test
  void givesWhatTheBuiltInModelGives() {
    assertSame(evaluate("npz", predicting("phantom_unet2d")), builtIn);
    assertSame(evaluate("raw", predicting("phantom_unet2d", "encoding=raw")), builtIn);
    assertSame(
        evaluate("stack", predicting("phantom_unet2d", "batchifier=stack", "batchSize=5")),
        builtIn);
    assertSame(
        evaluate(
            "columns", predicting("phantom_unet2d", "inputCol=the pixels", "outputCol=the `out`")),
        builtIn);
  }

  @Test
  void partitionsAndCutsChangeNothing() {
    List<String> options = predicting("phantom_unet2d", "encoding=raw");

    assertSame(evaluate("p1", options, "--partitions=1"), builtIn);
    assertSame(evaluate("p7", options, "--partitions=7", "--split-scans=3"), builtIn);
    assertSame(evaluate("b8", options, "TEST_BATCH_SIZE", "8"), builtIn);
  }

  @Test
  void labelsArePostProcessed() {
    String steps = "--postprocess=keep-largest,fill-holes";
    JobRunner.local().run(phantoms.evaluate("built-in-steps", steps)).fine();

    assertSame(
        evaluate("steps", predicting("phantom_unet2d"), steps),
        new Results(folder.resolve("built-in-steps")));
  }

  @Test
  void manifestTellsParamsButNoSecrets() {
    Results results = evaluate("manifest", predicting("phantom_unet2d", "accessKey=open sesame"));

    JsonNode model = results.json("run.json").at("/model");
    assertThat(model.at("/location").asText()).isEqualTo(CLASS);
    assertThat(model.at("/fingerprint").asText()).matches("[0-9a-f]{64}");
    assertThat(model.at("/predictor_params/engine").asText()).isEqualTo("TensorFlow");
    assertThat(model.at("/predictor_params/accessKey").asText()).isEqualTo("***");
    assertThat(results.text("run.json")).doesNotContain("sesame");
    assertThat(results.json("run.json").at("/seconds/model").asDouble()).isPositive();
    JsonNode tasks = results.json("run.json");
    assertThat(tasks.findValue("elements_predicted").asInt()).isEqualTo(4 * Phantoms.DEPTH);
    assertThat(tasks.findValue("bytes_read").asLong()).isPositive();
  }

  @Test
  void planRunsNothing() {
    List<String> arguments =
        new ArrayList<>(
            phantoms.evaluate(
                "nowhere",
                "--plan",
                "--predictor-transformer=" + CLASS,
                "--predictor-param=modelUrl=file:///nowhere",
                NO_MODEL,
                "''"));

    assertThat(JobRunner.local().run(arguments).fine().out()).contains("4 scans, 32 windows");
    assertThat(Files.exists(folder.resolve("nowhere"))).isFalse();
  }

  @Test
  void scansThatCannotBeReadAreRowsAsEver() {
    Phantoms some = Phantoms.in(folder.resolve("some")).slices(1, 2, 3, 4);
    some.write("slices/" + Phantoms.id(2) + "-Aug00_005.im", "no HDF5");
    some.write("slices/" + Phantoms.id(3) + "-Aug00_001.seg", "no HDF5");
    JobRunner.Result plain = JobRunner.local().run(some.evaluate("built-in", "--dataset=slices"));
    assertThat(plain.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    Results expected = new Results(some.path("built-in"));
    assertThat(expected.failures().values()).anyMatch(row -> row.get(0).equals("READ"));

    List<String> options = with(predicting("phantom_unet2d"), "--dataset=slices");
    JobRunner.Result found =
        JobRunner.local().run(some.evaluate("out", options.toArray(String[]::new)));

    assertThat(found.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertSame(new Results(some.path("out")), expected);
  }

  /** The row of the second scan; the others are as they were. */
  private static List<String> failure(String fault, String... more) {
    JobRunner.Result run = run(fault, predicting("phantom_unet2d", "fault=" + fault), more);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    Results results = new Results(folder.resolve(fault));
    assertThat(results.failures()).containsOnlyKeys(Phantoms.id(2));
    results
        .metrics()
        .forEach((row, values) -> assertThat(values).isEqualTo(builtIn.metrics().get(row)));
    assertThat(results.metrics()).hasSize(3 * 6);
    return results.failures().get(Phantoms.id(2));
  }

  @Test
  void outputsThatCannotBeUsedFailTheirScan() {
    String id = Phantoms.id(2);

    assertThat(failure("DROPS"))
        .containsExactly(
            "PREDICT",
            "Cannot gather the predictions of scan %s: the transformer gave none for elements 3 to 7 of 8 (from 0)"
                .formatted(id));
    assertThat(failure("GIVES_NOTHING_OF_IT").get(1))
        .endsWith("the transformer gave none for elements 0 to 7 of 8 (from 0)");
    assertThat(failure("REPEATS").get(1))
        .isEqualTo(
            "Cannot gather the predictions of scan %s: the transformer gave element 3 more than once"
                .formatted(id));
    assertThat(failure("GIVES_NULL"))
        .containsExactly(
            "PREDICT",
            "Cannot read predictions: the transformer gave null for elements 3 to 5 of 8 (from 0) (scan %s)"
                .formatted(id));
    assertThat(failure("GIVES_GARBAGE").get(1))
        .startsWith("Cannot read predictions: 5 bytes that begin with 01 02 03 04 05 are no NDList")
        .endsWith("(scan " + id + ")");
    assertThat(failure("GIVES_ANOTHER_SHAPE"))
        .containsExactly(
            "GATHER",
            "Cannot gather predictions of shape 3x64x64x1: 3x64x64x3 is expected, 3 windows of 64x64x1 with 3 classes (scan %s)"
                .formatted(id));
  }

  @Test
  void transformerThatThrowsFailsTheScansOfItsTask() {
    assertThat(failure("THROWS", "--partitions=4"))
        .containsExactly(
            "PREDICT",
            "Cannot run --predictor-transformer %s: java.lang.IllegalStateException: the graph does not like it (scan %s)"
                .formatted(CLASS, Phantoms.id(2)));
  }

  private static String refusal(List<String> options, String... more) {
    return run("refused", options, more).refusal();
  }

  @Test
  void transformerThatPredictsNothingEndsTheRun() {
    String cannot = "Cannot run --predictor-transformer " + CLASS + ": ";
    assertThat(refusal(predicting("phantom_unet2d", "fault=THROWS_ALWAYS")))
        .isEqualTo(cannot + "java.lang.IllegalStateException: the graph is no graph");
    assertThat(refusal(predicting("no_such_model"))).startsWith(cannot).contains("no_such_model");
    assertThat(refusal(List.of("--predictor-transformer=" + CLASS)))
        .isEqualTo(
            cannot
                + "java.util.NoSuchElementException: Failed to find a default value for modelUrl;"
                + " params without a value: engine, modelUrl (--predictor-param NAME=VALUE)");
    assertThat(refusal(predicting("hippocampus_unet2d")))
        .isEqualTo(
            "Invalid --predictor-transformer %s: Cannot gather predictions of shape 1x64x64x2: 1x64x64x3 is expected, 1 windows of 64x64x1 with 3 classes"
                .formatted(CLASS));
  }

  @Test
  void paramsThatItHasNot() {
    assertThat(refusal(predicting("phantom_unet2d", "modelURL=x")))
        .isEqualTo(
            "Invalid --predictor-param modelURL=x: %s has no param modelURL; its params are accessKey, batchSize, batchifier, encoding, engine, fault, inputClass, inputCol, modelUrl, outputCol, translatorFactory"
                .formatted(CLASS));
    assertThat(refusal(predicting("phantom_unet2d", "batchSize=many")))
        .isEqualTo("Invalid --predictor-param batchSize=many: an integer is expected");
    assertThat(refusal(predicting("phantom_unet2d", "batchSize=-1")))
        .startsWith("Invalid --predictor-param batchSize=-1: ")
        .endsWith("; it is The batch size");
    assertThat(refusal(predicting("phantom_unet2d", "batchifier=padding")))
        .startsWith("Invalid --predictor-param batchifier=padding: none (");
    assertThat(refusal(predicting("phantom_unet2d", "outputCol=scan")))
        .isEqualTo(
            "Invalid --predictor-param outputCol=scan: rows have a column of that name already");
    assertThat(refusal(predicting("phantom_unet2d", "engine=Other")))
        .isEqualTo("Invalid --predictor-param: engine is given twice");
    assertThat(refusal(predicting("phantom_unet2d", "translatorFactory=java.lang.String")))
        .startsWith(
            "Invalid --predictor-param translatorFactory=java.lang.String: the name of a class that is a java.lang.Runnable");
    assertThat(refusal(List.of("--predictor-param=a=1")))
        .isEqualTo(
            "Invalid --predictor-param a=1: params are those of a --predictor-transformer, which is not given");
    assertThat(refusal(predicting("phantom_unet2d", "engine")))
        .isEqualTo("Invalid --predictor-param: engine; it is NAME=VALUE");
  }

  @Test
  void classesThatCannotPredict() {
    assertThat(refusal(List.of("--predictor-transformer=org.example.Predictor")))
        .isEqualTo(
            "Cannot find class org.example.Predictor of --predictor-transformer: it is not on the class path; give its package with --packages or its jar with --jars, before the --");
    assertThat(refusal(List.of("--predictor-transformer=java.lang.String")))
        .isEqualTo(
            "Invalid --predictor-transformer: class java.lang.String is no org.apache.spark.ml.Transformer");
    assertThat(refusal(List.of("--predictor-transformer=org.apache.spark.ml.Model")))
        .startsWith(
            "Cannot create --predictor-transformer org.apache.spark.ml.Model by a public constructor (): ");
    assertThat(refusal(List.of("--predictor-transformer=org.apache.spark.ml.feature.Binarizer")))
        .startsWith("Cannot run --predictor-transformer org.apache.spark.ml.feature.Binarizer: ");
    assertThat(refusal(predicting("phantom_unet2d"), "--model=x"))
        .isEqualTo(
            "Invalid --model: x; with --predictor-transformer the model is the transformer's own, told by --predictor-param");
    assertThat(refusal(predicting("phantom_unet2d"), "--tta=flips=W"))
        .startsWith("Invalid --tta: flips=W; with --predictor-transformer");
  }

  @Test
  void realScans() {
    RealScans.assume("hippocampus/test/3d");
    List<String> plain =
        List.of(
            "evaluate",
            "--config-file=" + JobRunner.home().resolve("conf/experiments/hippocampus_unet2d.yaml"),
            "--datasets=" + JobRunner.home().resolve("conf/datasets.yaml"),
            "--dataset-root=" + RealScans.root());
    JobRunner.local().run(with(plain, "--output=" + folder.resolve("real"))).fine();
    Results expected = new Results(folder.resolve("real"));
    assertThat(expected.metrics()).hasSizeGreaterThan(100);

    for (String encoding : List.of("npz", "raw")) {
      Path output = folder.resolve("real-" + encoding);
      List<String> arguments = with(plain, "--output=" + output);
      arguments.addAll(predicting("hippocampus_unet2d", "encoding=" + encoding));
      JobRunner.local().run(arguments).fine();
      Results found = new Results(output);
      assertThat(found.text("metrics.csv")).isEqualTo(expected.text("metrics.csv"));
      assertThat(found.text("summary.json")).isEqualTo(expected.text("summary.json"));
    }
  }

  private static List<String> with(List<String> arguments, String more) {
    List<String> all = new ArrayList<>(arguments);
    all.add(more);
    return all;
  }
}
