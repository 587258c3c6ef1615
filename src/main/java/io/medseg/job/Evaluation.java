package io.medseg.job;

import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.ScanScores;
import io.medseg.spark.EvaluationResult;
import java.io.PrintWriter;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run whose scans are scored. Runs on the driver. */
record Evaluation(JavaSparkContext spark, EvaluationRequest request, PrintWriter out) {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

  /** Runs it; gives the exit code. */
  int run() {
    return new ModelRun(spark, request, out).run(this::write);
  }

  private void write(ModelRun.Finished run, EvaluationOutput output) {
    EvaluationResult result = run.result();
    EvaluationSummary summary =
        EvaluationSummary.of(
            run.resolved().metrics(), run.resolved().categories().names(), result.scores());
    ManifestFacts facts =
        new ManifestFacts(run.runId(), run.started(), run.resolved(), result, summary);
    output.write(spark, facts);
    out.print(EvaluationOutput.table(summary));
    facts.newWarnings().forEach(LOG::warn);
    long uncovered = result.scores().stream().mapToLong(ScanScores::uncovered).sum();
    if (uncovered > 0) {
      LOG.warn(
          "{} voxels were covered by no window; they count as 0 in prediction and truth",
          uncovered);
    }
    out.println(
        result.scores().size()
            + " scans evaluated, "
            + result.failures().size()
            + " failed. Results are in "
            + request.shownOutput());
  }
}
