package io.medseg.job;

import io.medseg.MappedList;
import io.medseg.Secrets;
import io.medseg.dataset.Scan;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.experiment.Experiment;
import io.medseg.loader.Blending;
import io.medseg.spark.Delivery;
import io.medseg.spark.EvaluationResult;
import io.medseg.spark.ScanTimes;
import io.medseg.spark.TransformerRecipe;
import io.medseg.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/** What run.json tells: what was run, with what, on what, and how it went. */
record ManifestFacts(
    String runId,
    Instant started,
    ResolvedEvaluation resolved,
    EvaluationResult result,
    EvaluationSummary summary) {
  /** The entries of the manifest. */
  Map<String, Object> entries(JavaSparkContext spark, Instant finished) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("run_id", runId);
    entries.put("started", started.toString());
    entries.put("finished", finished.toString());
    entries.put("experiment", experiment());
    entries.put("dataset", dataset());
    entries.put("model", model(spark));
    entries.put("postprocessing", resolved.recipe().postProcessing().texts());
    if (resolved.recipe().delivery().formats() != null) {
      entries.put("written", written());
    }
    entries.put("counts", counts());
    entries.put("counted_by_tasks", result.counted());
    entries.put("seconds", seconds());
    entries.put("software", software(spark));
    entries.put("warnings", warnings());
    return entries;
  }

  /** What should be known before the scores are trusted: of the settings, then of the scans. */
  List<String> warnings() {
    return Stream.concat(resolved.warnings().stream(), newWarnings().stream()).toList();
  }

  /** Those of them that the log has not had yet: of where scans lie, and of what came out. */
  List<String> newWarnings() {
    List<String> places = new PlaceWarnings(resolved.recipe(), resolved.scans()).texts();
    return Stream.concat(places.stream(), ofScans().texts().stream()).toList();
  }

  private ScanWarnings ofScans() {
    return new ScanWarnings(result.scores());
  }

  private Map<String, Object> experiment() {
    Experiment experiment = resolved.recipe().experiment();
    return Map.of(
        "settings",
        Secrets.masked(experiment.resolved()),
        "parity",
        experiment.parity().name().toLowerCase(java.util.Locale.ROOT),
        "blending",
        Blending.of(experiment).variant());
  }

  /** Settings that are not used here may be paths that nobody has looked at. */
  private Map<String, Object> dataset() {
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("name", resolved.recipe().dataset().name());
    dataset.put("root", resolved.recipe().dataset().root());
    dataset.put("layout", resolved.recipe().dataset().layout());
    dataset.put("categories", resolved.categories().names());
    dataset.put("scans", new MappedList<>(resolved.scans(), InputFacts::of));
    dataset.put("scans_sha256", listed());
    return dataset;
  }

  /** SHA-256 of the list of inputs, a line per scan. */
  private String listed() {
    MessageDigest digest = Sha256.digest();
    for (Scan scan : resolved.scans()) {
      String line =
          String.join(
              "\t",
              scan.scanId(),
              scan.source().location(),
              String.valueOf(scan.bytes()),
              scan.files().digest() + "\n");
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.text(digest.digest());
  }

  private Map<String, Object> model(JavaSparkContext spark) {
    var signature = resolved.recipe().model().signature(spark.hadoopConfiguration());
    Map<String, Object> model = new LinkedHashMap<>();
    if (resolved.recipe().model() instanceof TransformerRecipe transformer) {
      model.put("predictor_params", transformer.shownParams());
    }
    model.putAll(
        Map.of(
            "location", resolved.recipe().modelName(),
            "fingerprint", resolved.recipe().model().fingerprint(),
            "signature", signature.name(),
            "test_time_augmentation", resolved.recipe().flips().toString(),
            "input",
                signature.input()
                    + " "
                    + io.medseg.model.ModelSignature.text(signature.inputShape()),
            "output",
                signature.output()
                    + " "
                    + io.medseg.model.ModelSignature.text(signature.outputShape())));
    return model;
  }

  private Map<String, Object> written() {
    Delivery delivery = resolved.recipe().delivery();
    return Map.of("formats", delivery.formats(), "settings", delivery.settings().texts());
  }

  private Map<String, Object> counts() {
    return Map.of(
        "scans", resolved.scans().size(),
        "evaluated", result.scores().size(),
        "resumed", result.resumed(),
        "failed", result.failures().size(),
        "elements", result.elements(),
        "partitions", result.partitions(),
        "scans_and_parts_of_scans", result.shares(),
        "voxels", result.scores().stream().mapToLong(scores -> scores.voxels()).sum(),
        "voxels_in_no_window",
            result.scores().stream().mapToLong(scores -> scores.uncovered()).sum(),
        "elements_with_nan_or_infinity", ofScans().oddElements());
  }

  /** Times of the phases are sums over tasks; "run" is what passed on the clock. */
  private Map<String, Object> seconds() {
    ScanTimes times = result.times();
    return Map.of(
        "run", result.seconds(),
        "read", times.read() / 1e9,
        "batch", times.batch() / 1e9,
        "model", times.model() / 1e9,
        "gather", times.gather() / 1e9,
        "score", times.score() / 1e9,
        "write", times.write() / 1e9);
  }

  private static Map<String, Object> software(JavaSparkContext spark) {
    return Map.of(
        "medseg_spark", Version.current(),
        "spark", spark.version(),
        "spark_application", spark.sc().applicationId(),
        "spark_master", spark.master(),
        "java", System.getProperty("java.runtime.version"));
  }
}
