package io.medseg.job;

import io.medseg.InputException;
import io.medseg.evaluation.ScanFailure;
import io.medseg.export.FailuresCsv;
import io.medseg.export.ResultsDirectory;
import io.medseg.shards.IndexedSide;
import io.medseg.shards.RunPlan;
import io.medseg.shards.ShardIndex;
import io.medseg.spark.ShardRun;
import io.medseg.text.PathText;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A preprocessing from request to index. Runs on the driver. */
record Preprocess(JavaSparkContext spark, PreprocessRequest request, PrintWriter out) {
  private static final Logger LOG = LoggerFactory.getLogger(Preprocess.class);
  private static final int FAILURES_SHOWN = 10;

  /** Runs it; gives the exit code. */
  int run() {
    Instant started = Instant.now();
    Configuration hadoop = spark.hadoopConfiguration();
    Path directory = PathText.of("--output", request.output());
    TrainingData data = TrainingData.resolve(request, hadoop);
    data.warnings().forEach(LOG::warn);
    ShardFacts facts = new ShardFacts(request, data);
    OutputPlace place = new OutputPlace(directory, hadoop);
    ShardRun shards =
        new ShardRun(spark, facts.recipe(), facts.settings(), place.location(), LOG::info);
    LOG.info(
        "{} scans of {} with {}",
        data.scans().size(),
        facts.datasetNames(),
        data.experiment().tag());
    ShardRun.Plan plan = shards.plan(data.scans());
    RunPlan asked = facts.plan(plan.fingerprints(data.scans()));
    ShardFolder folder = new ShardFolder(directory, hadoop);
    begin(place, folder, asked, hadoop);
    Interruption interruption = new Interruption(() -> lastWord(folder));
    try {
      ShardRun.Result result = shards.run(plan, asked.fingerprint());
      place.removeLeftOvers(folder.folders(), started);
      return finish(directory, facts, asked, result);
    } finally {
      interruption.close();
    }
  }

  private void begin(OutputPlace place, ShardFolder folder, RunPlan asked, Configuration hadoop) {
    if (request.earlier() == PreprocessRequest.Earlier.KEEP) {
      Optional<RunPlan> before = RunPlan.read(place.directory(), hadoop);
      before.ifPresent(plan -> plan.checkSame(asked, request.output()));
      if (before.isEmpty()) {
        LOG.info("Nothing to go on with is in {}: the run begins", request.shownOutput());
      }
      place.begin(ShardIndex.NAME);
    } else {
      folder.checkOwn();
      place.begin(ShardIndex.NAME);
      folder.clear();
    }
    new ResultsDirectory(place.directory(), hadoop).write(asked);
  }

  private void lastWord(ShardFolder folder) {
    SparkContexts.cancelJobs(spark);
    System.err.println(
        "Stopped. "
            + folder.finished()
            + " shards are written; the same command with --resume goes on from there");
  }

  private int finish(Path directory, ShardFacts facts, RunPlan plan, ShardRun.Result result) {
    ResultsDirectory results = new ResultsDirectory(directory, spark.hadoopConfiguration());
    List<ScanFailure> failures = result.failures();
    try {
      results.write(new FailuresCsv(failures));
      results.write(facts.index(plan, result));
      print(result);
    } finally {
      failures.stream()
          .limit(FAILURES_SHOWN)
          .forEach(failure -> out.println("  " + failure.message()));
      if (failures.size() > FAILURES_SHOWN) {
        out.println(
            "  ... and " + (failures.size() - FAILURES_SHOWN) + " more; failures.csv lists all");
      }
      out.flush();
    }
    return failures.isEmpty() ? MedsegSpark.FINE : MedsegSpark.SCANS_FAILED;
  }

  private void print(ShardRun.Result result) {
    int scans = 0;
    for (IndexedSide side : result.sides()) {
      scans += side.scans().size();
      out.printf(
          Locale.ROOT,
          "%s: %d subjects, %d scans, %d elements in %d shards, %.1f MB%n",
          side.name(),
          side.subjects(),
          side.scans().size(),
          side.statistics().elements(),
          side.shards().size(),
          side.bytes() / 1e6);
    }
    if (scans == 0 && result.failures().isEmpty()) {
      throw new InputException("Cannot write shards: the datasets have no scans");
    }
    out.printf(
        "%d scans written, %d failed. Shards are in %s%n",
        scans, result.failures().size(), request.shownOutput());
  }
}
