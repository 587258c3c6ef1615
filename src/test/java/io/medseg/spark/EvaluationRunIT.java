package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.Waiting;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.evaluation.Stage;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.model.Device;
import io.medseg.model.LoadedModels;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves, with a model double, what a run does with a scan at which the model fails (the others are
 * evaluated by the same session), that every session is closed by its task whatever happens, that a
 * JVM loads a model once, and that no voxel crosses the shuffle.
 */
class EvaluationRunIT {
  private static final int SIZE = 4;
  private static final int DEPTH = 5;

  private static JavaSparkContext spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.heartbeatInterval", "1s")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /** Scans 0, 1, ... whose first voxels have these values; half of each image is positive. */
  private List<Scan> scans(float... firstVoxels) throws IOException {
    ScanFileWriter writer = new ScanFileWriter(new Configuration());
    for (int scan = 0; scan < firstVoxels.length; scan++) {
      Volume image = Volume.zeros(SIZE, SIZE, DEPTH);
      MaskVolume masks = MaskVolume.empty(SIZE, SIZE, DEPTH, 1);
      for (int d = 0; d < DEPTH; d++) {
        for (int i = 2 * SIZE; i < SIZE * SIZE; i++) {
          image.plane(d)[i] = 1;
          masks.set(i / SIZE, i % SIZE, d, 0);
        }
        image.plane(d)[0] = firstVoxels[scan];
      }
      writer.writeVolume(new org.apache.hadoop.fs.Path(folder.toString()), id(scan), image, masks);
    }
    return Layouts.of("volumes").scans(dataset(), FileSystem.getLocal(new Configuration()));
  }

  /** One scan. */
  private List<Scan> scans(Volume image, MaskVolume masks) throws IOException {
    new ScanFileWriter(new Configuration())
        .writeVolume(new org.apache.hadoop.fs.Path(folder.toString()), id(0), image, masks);
    return Layouts.of("volumes").scans(dataset(), FileSystem.getLocal(new Configuration()));
  }

  private static String id(int scan) {
    return "%07d_V00".formatted(scan);
  }

  private Dataset dataset() {
    return new Dataset(
        "squares", folder.toString(), "volumes", List.of(), null, "SemSegEvaluator", Map.of());
  }

  private EvaluationRun run(FakeModel model, int partitions, Map<String, Object> more) {
    return run(model, RunSettings.of(partitions, ScanSplit.NEVER), more);
  }

  private EvaluationRun run(FakeModel model, RunSettings settings, Map<String, Object> more) {
    Map<String, Object> values = new TreeMap<>();
    values.put("TAG", "DefaultDataLoader");
    values.put("IMG_SIZE", List.of(SIZE, SIZE, 1));
    values.put("CATEGORIES", List.of(0));
    values.put("LOSS", List.of("dice", "sigmoid"));
    values.put("TEST_METRICS", List.of("DSC"));
    values.put("TEST_BATCH_SIZE", 2);
    values.putAll(more);
    Experiment experiment = Experiment.of(values, Parity.NONE);
    return new EvaluationRun(
        spark, new EvaluationRecipe(experiment, dataset(), model, "fake"), settings, unused -> {});
  }

  @Test
  void failuresOfTheModelAreRowsAndTheOthersGoOn() throws IOException {
    FakeModel model = new FakeModel("rows");
    List<Scan> scans =
        scans(
            0,
            FakeModel.THROWS,
            FakeModel.REFUSES,
            FakeModel.GIVES_NAN,
            FakeModel.GIVES_TWO_CLASSES,
            FakeModel.RUNS_OUT_OF_MEMORY,
            0,
            FakeModel.OVERFLOWS_THE_STACK);

    EvaluationResult result = run(model, 1, Map.of()).run(scans);

    assertThat(result.scores()).extracting(ScanScores::scanId).containsExactly(id(0), id(6));
    for (ScanScores scores : result.scores()) {
      assertThat(scores.values().get(0)[0]).isEqualTo(1.0);
      assertThat(scores.uncovered()).isZero();
    }
    assertThat(result.failures())
        .containsExactly(
            new ScanFailure(
                id(1),
                Stage.PREDICT,
                "Cannot predict scan %s (%s): java.lang.IllegalStateException: the engine broke"
                    .formatted(id(1), scans.get(1).source().location())),
            new ScanFailure(
                id(2),
                Stage.PREDICT,
                "Cannot run model fake: it does not like the batch (scan %s)".formatted(id(2))),
            new ScanFailure(
                id(3),
                Stage.GATHER,
                "Cannot decide labels: the model gave NaN at voxel (0, 0, 0) (scan %s)"
                    .formatted(id(3))),
            result.failures().get(3),
            new ScanFailure(
                id(5),
                Stage.PREDICT,
                ("Cannot predict scan %s: not enough memory (Direct buffer memory); give executors"
                        + " more (--executor-memory, in local mode --driver-memory) or fewer cores")
                    .formatted(id(5))),
            new ScanFailure(
                id(7),
                Stage.PREDICT,
                "Cannot predict scan %s: it is nested deeper than the stack of a task reaches"
                    .formatted(id(7))));
    ScanFailure classes = result.failures().get(3);
    assertThat(classes.scanId()).isEqualTo(id(4));
    assertThat(classes.stage()).isEqualTo(Stage.GATHER);
    assertThat(classes.message()).contains("2x4x4x2", "2x4x4x1", id(4));
    assertThat(model.counts().opened).hasValue(1);
    assertThat(model.counts().closed).hasValue(1);
  }

  @Test
  void aModelIsLoadedOnceAndEverySessionClosed() throws IOException {
    FakeModel model = new FakeModel("once");
    List<Scan> scans = scans(0, 0, 0, 0, 0, 0);

    EvaluationResult six = run(model, 6, Map.of()).run(scans);
    EvaluationResult nine = run(model, 9, Map.of()).run(scans);

    assertThat(six.scores()).hasSize(6);
    assertThat(six.partitions()).isEqualTo(6);
    assertThat(six.elements()).isEqualTo(6 * DEPTH);
    assertThat(nine.partitions()).isEqualTo(9);
    assertThat(nine.scores())
        .extracting(ScanScores::scanId)
        .containsExactlyElementsOf(six.scores().stream().map(ScanScores::scanId).toList());
    assertThat(model.counts().loaded).hasValue(1);
    // Partitions without a scan open nothing.
    assertThat(model.counts().opened).hasValue(12);
    assertThat(model.counts().closed).hasValue(12);
  }

  @Test
  void anErrorOfTheEngineIsARowAsWell() throws IOException {
    FakeModel model = new FakeModel("breaks");
    List<Scan> scans = scans(0, FakeModel.DOES_NOT_LINK, 0);

    EvaluationResult result = run(model, 1, Map.of()).run(scans);

    assertThat(result.scores()).extracting(ScanScores::scanId).containsExactly(id(0), id(2));
    assertThat(result.failures())
        .containsExactly(
            new ScanFailure(
                id(1),
                Stage.PREDICT,
                "Cannot predict scan %s (%s): java.lang.NoSuchMethodError: an engine of another version"
                    .formatted(id(1), scans.get(1).source().location())));
    assertThat(model.counts().closed).hasValue(1);
  }

  @Test
  void aTaskThatIsStoppedClosesItsSessionAsWell() throws Exception {
    FakeModel model = new FakeModel("stopped");
    List<Scan> scans = scans(0, FakeModel.WAITS_FOR_THE_END, 0);
    Thread stopping =
        new Thread(
            () -> {
              while (model.counts().opened.get() == 0) {
                Thread.onSpinWait();
              }
              spark.sc().cancelAllJobs();
            });
    stopping.start();

    assertThatThrownBy(() -> run(model, 1, Map.of()).run(scans))
        .hasMessageStartingWith("Cannot finish the Spark job: ")
        .hasMessageContaining("cancelled");

    Waiting.until(
        "the session's end", () -> model.counts().closed.get() > 0, () -> "it is still open");
    stopping.join();
  }

  @Test
  void aModelThatCannotBeLoadedEndsTheRunInItsOwnWords() throws IOException {
    List<Scan> scans = scans(0, 0);

    assertThatThrownBy(() -> run(new FakeModel(FakeModel.UNLOADABLE), 2, Map.of()).run(scans))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot load model unloadable: it never could be");
  }

  @Test
  void aModelThatFitsNoScanEndsTheRun() throws IOException {
    FakeModel model = new FakeModel("fits none");
    List<Scan> scans = scans(0);
    Map<String, Object> patches =
        Map.of(
            "TAG", "PatchDataLoader", "IMG_SIZE", List.of(2, 2, 1), "IMG_STRIDE", List.of(2, 2, 1));

    assertThatThrownBy(() -> run(model, 1, patches).run(scans))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid model fake: its input image is (any, 4, 4, 1) but the experiment gives"
                + " (any, 2, 2, 1) (IMG_SIZE)");
    assertThat(model.counts().loaded).hasValue(0);
  }

  private EvaluationRun told(FakeModel model, RunSettings settings, Consumer<String> lines) {
    EvaluationRecipe recipe =
        new EvaluationRecipe(
            Experiment.of(
                Map.of(
                    "IMG_SIZE", List.of(SIZE, SIZE, 1),
                    "CATEGORIES", List.of(0),
                    "TEST_METRICS", List.of("DSC")),
                Parity.NONE),
            dataset(),
            model,
            "fake");
    return new EvaluationRun(spark, recipe, settings, lines);
  }

  @Test
  void progressIsTold() throws IOException {
    List<String> lines = new ArrayList<>();

    told(new FakeModel("progress"), RunSettings.of(1, ScanSplit.NEVER), lines::add)
        .run(scans(0, FakeModel.THROWS, 0));

    assertThat(lines.get(lines.size() - 1))
        .matches("3 of 3 scans, 1 failed, [0-9.]+ s per scan, 0 s left");
  }

  /** The only task goes on when its progress was told. */
  @Test
  void progressIsToldWhileATaskRuns() throws IOException {
    FakeModel model = new FakeModel("running");
    List<String> lines = new CopyOnWriteArrayList<>();

    told(
            model,
            RunSettings.of(1, ScanSplit.NEVER),
            line -> {
              lines.add(line);
              model.counts().waited.countDown();
            })
        .run(scans(0, FakeModel.THROWS, 0, FakeModel.WAITS, 0));

    assertThat(lines.get(0)).isEqualTo("3 of 5 scans, 1 failed");
    assertThat(lines.get(lines.size() - 1)).startsWith("5 of 5 scans, 1 failed, ");
  }

  /** The task would wait for ever at its fourth scan if nobody stopped it. */
  @Test
  void aRunIsGivenUpWhileATaskRuns() throws IOException {
    FakeModel model = new FakeModel("given up");
    RunSettings settings =
        new RunSettings(
            1, ScanSplit.NEVER, RunLedger.NONE, FailureLimit.parse("1"), ScanTimeout.NONE);

    EvaluationResult result =
        told(model, settings, unused -> {})
            .run(scans(FakeModel.THROWS, 0, FakeModel.REFUSES, FakeModel.WAITS_FOR_THE_END, 0));

    assertThat(result.ending()).isEqualTo(EvaluationResult.Ending.GAVE_UP);
    assertThat(result.failures()).extracting(ScanFailure::scanId).containsExactly(id(0), id(2));
    assertThat(model.counts().opened).hasValue(1);
  }

  private static RunSettings within(String time, ScanSplit split) {
    return new RunSettings(1, split, RunLedger.NONE, FailureLimit.NONE, ScanTimeout.parse(time));
  }

  /** Its thread cannot be stopped; what it has open is closed when it comes back, not before. */
  @Test
  void aScanThatTakesTooLongFailsAndTheOthersGoOn() throws Exception {
    FakeModel model = new FakeModel("hangs");
    List<Scan> scans = scans(0, FakeModel.WAITS, 0, FakeModel.REFUSES, FakeModel.WAITS, 0);

    EvaluationResult result = run(model, within("5s", ScanSplit.NEVER), Map.of()).run(scans);

    assertThat(result.scores()).extracting(ScanScores::scanId).containsExactly(id(0), id(2), id(5));
    assertThat(result.scores()).allMatch(scores -> scores.values().get(0)[0] == 1.0);
    assertThat(result.failures())
        .extracting(ScanFailure::scanId)
        .containsExactly(id(1), id(3), id(4));
    assertThat(result.failures().get(0))
        .isEqualTo(
            new ScanFailure(
                id(1),
                Stage.PREDICT,
                "Cannot predict scan %s: it took longer than 5s, which is what --scan-timeout allows; if it only needs more time, give more"
                    .formatted(id(1))));
    assertThat(result.failures().get(1).message()).startsWith("Cannot run model fake");
    // What does not return is used by nobody any more.
    assertThat(model.counts().loaded).hasValue(3);
    assertThat(model.counts().opened).hasValue(3);
    assertThat(model.counts().closed).hasValue(1);

    model.counts().waited.countDown();
    Waiting.until(
        "the end of all sessions",
        () -> model.counts().closed.get() == 3,
        () -> model.counts().closed + " of 3");
  }

  /** They are failures and end no run; what has finished stays. */
  @Test
  void scansSayThatAModelWasLeftBehindTooOften() throws IOException {
    FakeModel model = new FakeModel("left too often");
    for (int i = 0; i < 8; i++) {
      LoadedModels.leave(LoadedModels.get(model, Device.CPU, new Configuration()));
    }
    List<Scan> scans = scans(0, 0, 0);

    EvaluationResult result = run(model, within("1m", ScanSplit.NEVER), Map.of()).run(scans);

    assertThat(result.scores()).isEmpty();
    assertThat(result.failures())
        .extracting(ScanFailure::message)
        .containsExactly(leftTooOften(0), leftTooOften(1), leftTooOften(2));
    assertThat(model.counts().loaded).hasValue(8);
  }

  private static String leftTooOften(int scan) {
    return ("Cannot predict scan %s: the model did not return from 8 scans of this executor"
            + " (--scan-timeout) and is not loaded once more; look why at the scans that took too"
            + " long, leave them out or give more time, and run again with --resume")
        .formatted(id(scan));
  }

  @Test
  void aPartThatTakesTooLongIsOneFailureOfItsScan() throws IOException {
    FakeModel model = new FakeModel("hanging part");
    List<Scan> scans = scans(0, FakeModel.WAITS, 0);

    EvaluationResult result = run(model, within("5s", new ScanSplit(2)), Map.of()).run(scans);

    assertThat(result.shares()).isEqualTo(6);
    assertThat(result.scores()).extracting(ScanScores::scanId).containsExactly(id(0), id(2));
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0).message())
        .startsWith("Cannot predict scan %s: it took longer than 5s, ".formatted(id(1)));
    assertThat(result.counted()).containsEntry("scans_failed", 1L);
    model.counts().waited.countDown();
  }

  /** Whoever looks at Spark's pages finds the stages in the words of the docs. */
  @Test
  void stagesAreNamedInWords() throws Exception {
    Set<String> names = new TreeSet<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
            names.add(submitted.stageInfo().name());
          }
        };
    List<Scan> scans = scans(0, 0);
    spark.sc().addSparkListener(listener);

    run(new FakeModel("named"), 2, Map.of()).run(scans);
    cut(new FakeModel("named")).run(scans);

    spark.sc().listenerBus().waitUntilEmpty();
    spark.sc().removeSparkListener(listener);
    assertThat(names)
        .containsExactly(
            "Join the parts of scans and score them",
            "Look at the shapes of scans",
            "Read, predict, gather and score scans",
            "Scatter scans into elements");
  }

  /** Every scan cut into two parts. */
  private EvaluationRun cut(FakeModel model) {
    return run(model, RunSettings.of(2, new ScanSplit(2)), Map.of());
  }

  /** A share that fails makes one failure of its scan; the other scans have their results. */
  @Test
  void aPartThatFailsIsOneFailureOfItsScan() throws IOException {
    EvaluationResult result = cut(new FakeModel("parts")).run(scans(0, FakeModel.REFUSES, 0));

    assertThat(result.shares()).isEqualTo(6);
    assertThat(result.scores()).extracting(ScanScores::scanId).containsExactly(id(0), id(2));
    assertThat(result.failures()).extracting(ScanFailure::scanId).containsExactly(id(1));
    assertThat(result.counted())
        .containsEntry("scans_finished", 2L)
        .containsEntry("scans_failed", 1L)
        .containsEntry("elements_predicted", 2L * DEPTH);
  }

  /** Noise does not compress, so records with voxels could not be smaller than the voxels. */
  @Test
  void noVoxelCrossesTheShuffle() throws Exception {
    int depth = 400;
    Volume noise = Volume.zeros(SIZE, SIZE, depth);
    Random random = new Random(1);
    for (int d = 0; d < depth; d++) {
      for (int i = 0; i < SIZE * SIZE; i++) {
        noise.plane(d)[i] = random.nextFloat();
      }
    }
    List<Scan> scans = scans(noise, MaskVolume.empty(SIZE, SIZE, depth, 1));
    ShuffleMeter meter = new ShuffleMeter();
    spark.sc().addSparkListener(meter);

    EvaluationResult result = run(new FakeModel("shuffle"), 2, Map.of()).run(scans);

    spark.sc().listenerBus().waitUntilEmpty();
    spark.sc().removeSparkListener(meter);
    assertThat(result.elements()).isEqualTo(depth);
    assertThat(meter.records()).isEqualTo(1);
    assertThat(meter.bytes()).isBetween(1L, (long) depth * SIZE * SIZE * Float.BYTES / 2);
  }

  /** Every scan is in one partition, whole, whatever the number of partitions. */
  @Test
  void resultsDoNotDependOnPartitions() throws IOException {
    List<Scan> scans = scans(0, FakeModel.REFUSES, 0, 0);
    Set<String> seen = new TreeSet<>();
    for (int partitions : new int[] {0, 1, 3, 5}) {
      EvaluationResult result =
          run(new FakeModel("p" + partitions), partitions, Map.of()).run(scans);
      List<String> rows = new ArrayList<>();
      result
          .scores()
          .forEach(s -> rows.add(s.scanId() + s.subjectId() + s.values().get(0)[0] + s.counts()));
      result.failures().forEach(failure -> rows.add(failure.toString()));
      seen.add(String.join("\n", rows));
    }
    assertThat(seen).hasSize(1);
  }
}
