package io.medseg.job;

import io.medseg.spark.EvaluationResult;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run whose segmentations are written; truth is neither read nor needed. Runs on the driver. */
record Export(JavaSparkContext spark, EvaluationRequest request, PrintWriter out) {
  private static final Logger LOG = LoggerFactory.getLogger(Export.class);

  /** Runs it; gives the exit code. */
  int run() {
    return new ModelRun(spark, request, out).run(this::write);
  }

  private void write(ModelRun.Finished run, EvaluationOutput output) {
    EvaluationResult result = run.result();
    ManifestFacts facts =
        new ManifestFacts(run.runId(), run.started(), run.resolved(), result, null);
    output.writeExport(spark, facts);
    facts.newWarnings().forEach(LOG::warn);
    int done = result.scores().size();
    out.printf(
        Locale.ROOT,
        "%d scans exported (%s), %d failed, %.0f scans per hour. Results are in %s%n",
        done,
        request.write().formats(),
        result.failures().size(),
        3600 * (done - result.resumed()) / Math.max(1e-3, result.seconds()),
        request.shownOutput());
  }
}
