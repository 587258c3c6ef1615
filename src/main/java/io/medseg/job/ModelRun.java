package io.medseg.job;

import io.medseg.InputException;
import io.medseg.ledger.FolderHold;
import io.medseg.ledger.Ledger;
import io.medseg.ledger.LedgerEntry;
import io.medseg.spark.Delivery;
import io.medseg.spark.EvaluationRecipe;
import io.medseg.spark.EvaluationResult;
import io.medseg.spark.EvaluationRun;
import io.medseg.spark.RunLedger;
import io.medseg.spark.RunSettings;
import io.medseg.spark.ScanPlan;
import io.medseg.text.PathText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a model over a dataset, from request to rows: resolves everything and fails early,
 * runs the stages, ends in words when it is stopped or gives up. Runs on the driver.
 */
final class ModelRun {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRun.class);

  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final EvaluationRequest request;
  private final RunRequest asked;
  private final PrintWriter out;

  ModelRun(JavaSparkContext spark, EvaluationRequest request, PrintWriter out) {
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
    this.request = request;
    this.asked = request.run();
    this.out = out;
  }

  /** What is done with a run that came to its end. */
  interface Completion {
    /** Writes and prints; results of an earlier run are replaced. */
    void write(Finished run, EvaluationOutput output);
  }

  /** A run that came to its end. */
  record Finished(
      String runId, Instant started, ResolvedEvaluation resolved, EvaluationResult result) {}

  /** Runs it; gives the exit code. */
  int run(Completion completion) {
    Instant started = Instant.now();
    Interruption.lastWord(() -> "Nothing was written");
    Path directory = PathText.of("--output", asked.output());
    ResolvedEvaluation resolved = new EvaluationResolver(spark, request).resolve();
    checkApart(resolved);
    try (FolderHold hold = new OutputPlace(directory, hadoop).hold(job(), spark)) {
      EvaluationOutput output = new EvaluationOutput(directory, hadoop, hold);
      return hold.during(() -> run(started, resolved, output, completion));
    }
  }

  private String job() {
    return request.scoring() == Delivery.Scoring.NONE ? "export" : "evaluate";
  }

  private void checkApart(ResolvedEvaluation resolved) {
    EvaluationRecipe recipe = resolved.recipe();
    new OutputApart(asked.output(), hadoop)
        .from(request.experiment())
        .from(List.of(recipe.dataset()), resolved.scans())
        .outside(
            "the model", request.predictor().transformer() == null ? recipe.modelName() : null);
  }

  private int run(
      Instant started,
      ResolvedEvaluation resolved,
      EvaluationOutput output,
      Completion completion) {
    LOG.info(
        "{} scans of {} with {} ({})",
        resolved.scans().size(),
        resolved.recipe().dataset().name(),
        resolved.recipe().modelName(),
        resolved.recipe().experiment().tag());
    EvaluationResult result =
        new EvaluationRun(
                spark, resolved.recipe(), settings(resolved, output.location()), LOG::info)
            .run(resolved.scans(), plan -> begin(plan, output));
    return result.ending() == EvaluationResult.Ending.GAVE_UP
        ? giveUp(output, result)
        : finish(output, new Finished(runId(started), started, resolved, result), completion);
  }

  /** Nothing that is in the folder was touched before: from here on the run makes it its own. */
  private void begin(ScanPlan plan, EvaluationOutput output) {
    EarlierResults earlier = output.earlier();
    Set<String> kept =
        plan.finished().stream().map(LedgerEntry::scanId).collect(Collectors.toSet());
    if (earlier.isAny()) {
      checkWorth(plan);
      LOG.info(earlier.fate(asked.earlier(), kept, plan.scanIds()));
    }
    earlier.remove(kept);
    Interruption.lastWord(() -> lastWord(output.ledger()));
  }

  /** A run without any result does not cost those that are there. */
  private void checkWorth(ScanPlan plan) {
    if (plan.scans().isEmpty() && plan.finished().isEmpty() && !plan.failures().isEmpty()) {
      throw new InputException(
          "Cannot %s: none of %d scans can be read as asked, so the results of an earlier run in %s stay as they are; of the first scan: %s"
              .formatted(
                  job(), plan.count(), asked.shownOutput(), plan.failures().get(0).message()));
    }
  }

  private RunSettings settings(ResolvedEvaluation resolved, String location) {
    RunLedger ledger = new RunLedger(location, resolved.recipe().key(), asked.earlier());
    return new RunSettings(
        asked.partitions(), asked.split(), ledger, asked.limit(), asked.timeout());
  }

  private static String lastWord(Ledger ledger) {
    return ledger.size() + " scans are finished; the same command with --resume goes on from there";
  }

  private int giveUp(EvaluationOutput output, EvaluationResult result) {
    try {
      output.writeFailures(result.failures());
    } catch (RuntimeException | Error e) {
      FailureLines.printAll(result.failures(), out);
      throw e;
    }
    out.println(
        "Gave up: "
            + result.failures().size()
            + " scans failed, more than --max-failures allows; "
            + result.scores().size()
            + " or more are finished. Mend what failures.csv in "
            + asked.shownOutput()
            + " lists and go on with --resume");
    FailureLines.print(result.failures(), out);
    return MedsegSpark.SCANS_FAILED;
  }

  private int finish(EvaluationOutput output, Finished run, Completion completion) {
    EvaluationResult result = run.result();
    try {
      output.removeLeftOvers();
      completion.write(run, output);
    } catch (RuntimeException | Error e) {
      // A disk that is full or gone takes no failures.csv either.
      FailureLines.printAll(result.failures(), out);
      throw e;
    }
    FailureLines.print(result.failures(), out);
    return result.failures().isEmpty() ? MedsegSpark.FINE : MedsegSpark.SCANS_FAILED;
  }

  private String runId(Instant started) {
    return asked.runId() == null ? RUN_ID.format(started) : asked.runId();
  }
}
