package io.medseg.job;

import io.medseg.InputException;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import io.medseg.export.FailuresCsv;
import io.medseg.ledger.FolderHold;
import io.medseg.ledger.WrittenFiles;
import io.medseg.shards.ChannelStatistics;
import io.medseg.shards.IndexedSide;
import io.medseg.shards.RunPlan;
import io.medseg.spark.ElementPlan;
import io.medseg.spark.ElementPlanner;
import io.medseg.spark.ShardRecipe;
import io.medseg.spark.ShardRun;
import io.medseg.spark.ShardSettings;
import io.medseg.text.PathText;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Training shards from request to index. Runs on the driver. */
record Preprocess(JavaSparkContext spark, PreprocessRequest request, PrintWriter out) {
  private static final Logger LOG = LoggerFactory.getLogger(Preprocess.class);

  /** Runs it; gives the exit code. */
  int run() {
    Interruption.lastWord(() -> "Nothing was written");
    Configuration hadoop = spark.hadoopConfiguration();
    Path directory = PathText.of("--output", request.output());
    TrainingData data = TrainingData.resolve(request, hadoop);
    if (data.scans().isEmpty()) {
      throw new InputException("Cannot write shards: the datasets have no scans");
    }
    ShardFacts facts = new ShardFacts(request, data);
    new OutputApart(request.output(), hadoop)
        .from(request.experiment())
        .from(data.datasets().datasets(), data.scans());
    try (FolderHold hold = new OutputPlace(directory, hadoop).hold("preprocess", spark)) {
      return hold.during(() -> run(directory, data, facts, hold));
    }
  }

  private int run(Path directory, TrainingData data, ShardFacts facts, FolderHold hold) {
    OutputPlace place = new OutputPlace(directory, spark.hadoopConfiguration());
    PreprocessFolder folder = new PreprocessFolder(directory, spark.hadoopConfiguration());
    ShardRecipe recipe = facts.recipe();
    ShardSettings settings = facts.settings();
    LOG.info(
        "{} scans of {} with {}",
        data.scans().size(),
        data.datasetNames(),
        data.experiment().tag());
    ElementPlan plan = new ElementPlanner(spark, recipe, LOG::info).plan(data.scans());
    checkWorth(plan, RunPlan.read(directory, spark.hadoopConfiguration()).isPresent());
    ShardRun run = new ShardRun(spark, recipe, settings, place.location(), LOG::info);
    run.check(plan);
    RunPlan asked = facts.plan(plan.fingerprints());
    // Elements of all scans are shuffled together: each shard depends on all of them.
    folder.begin(asked, request.earlier(), scan -> true);
    Interruption.lastWord(() -> lastWord(folder));
    ShardRun.Result result = run.run(plan, asked.fingerprint());
    hold.check();
    place.removeLeftOvers(folder.folders(), hold.since());
    return finish(
        RunFiles.of(directory, spark.hadoopConfiguration(), hold, shards(result)),
        facts,
        asked,
        result);
  }

  private static WrittenFiles shards(ShardRun.Result result) {
    Map<String, Long> sizes = new HashMap<>();
    for (IndexedSide side : result.sides()) {
      side.shards().forEach(shard -> sizes.put(shard.file().name(), shard.file().bytes()));
    }
    return new WrittenFiles(sizes);
  }

  /** A run without any shard does not cost those that are there; no setting may fit no scan. */
  private static void checkWorth(ElementPlan plan, boolean isUsed) {
    boolean isRefused =
        plan.failures().stream().allMatch(failure -> failure.stage() == Stage.SCATTER);
    if (plan.scans().isEmpty() && (isRefused || isUsed)) {
      throw new InputException(
          "Cannot write shards: none of %d scans can be %s; of the first one: %s"
              .formatted(
                  plan.all().size(),
                  isRefused ? "cut" : "read, so the shards of an earlier run stay as they are",
                  plan.failures().get(0).message()));
    }
  }

  private static String lastWord(PreprocessFolder folder) {
    return folder.finished()
        + " shards are written; the same command with --resume goes on from there";
  }

  private int finish(RunFiles files, ShardFacts facts, RunPlan plan, ShardRun.Result result) {
    try {
      files.write(new FailuresCsv(result.failures()));
      files.complete(facts.index(plan, result));
      print(result);
    } catch (RuntimeException | Error e) {
      FailureLines.printAll(result.failures(), out);
      throw e;
    }
    FailureLines.print(result.failures(), out);
    return result.failures().isEmpty() ? MedsegSpark.FINE : MedsegSpark.SCANS_FAILED;
  }

  private void print(ShardRun.Result result) {
    Set<String> failed =
        result.failures().stream().map(ScanFailure::scanId).collect(Collectors.toSet());
    long scans = 0;
    for (IndexedSide side : result.sides()) {
      scans += side.scans().stream().filter(scan -> !failed.contains(scan)).count();
      out.printf(
          Locale.ROOT,
          "%s: %d subjects, %d scans, %d elements in %d shards, %.1f MB%n",
          side.name(),
          side.subjects(),
          side.scans().size(),
          side.statistics().elements(),
          side.shards().size(),
          side.bytes() / 1e6);
      if (!side.statistics().channels().stream().allMatch(ChannelStatistics::isFinite)) {
        LOG.warn("Some x of {} are NaN or infinite; jobs/inspect.sh finds the scans", side.name());
      }
    }
    out.printf(
        "%d scans written, %d failed. Shards are in %s%n",
        scans, result.failures().size(), request.shownOutput());
  }
}
