package io.medseg.job;

import io.medseg.InputException;
import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.djl.SavedModelRecipe;
import io.medseg.djl.ThreadBudget;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.Evaluators;
import io.medseg.evaluation.ScanScores;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.ExperimentReader;
import io.medseg.loader.LoaderRecipe;
import io.medseg.metric.Metric;
import io.medseg.metric.Metrics;
import io.medseg.spark.EvaluationRecipe;
import io.medseg.spark.EvaluationResult;
import io.medseg.spark.EvaluationRun;
import io.medseg.spark.SparkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One evaluation from request to results: resolves everything and fails early, runs the stages,
 * writes. Runs on the driver.
 */
final class Evaluation {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int FAILURES_SHOWN = 10;

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final EvaluationRequest request;
  private final PrintWriter out;

  Evaluation(JavaSparkContext spark, EvaluationRequest request, PrintWriter out) {
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
    this.request = request;
    this.out = out;
  }

  /** Runs it; gives the exit code. */
  int run() {
    Instant started = Instant.now();
    ResolvedEvaluation resolved = resolve();
    EvaluationOutput output = new EvaluationOutput(new Path(request.output()), hadoop);
    output.checkWritable();
    List<Scan> scans = scans(resolved.recipe().dataset());
    LOG.info(
        "Evaluating {} scans of {} with {} ({})",
        scans.size(),
        resolved.recipe().dataset().name(),
        resolved.recipe().modelName(),
        resolved.recipe().experiment().tag());
    EvaluationResult result =
        new EvaluationRun(spark, resolved.recipe(), request.partitions(), LOG::info).run(scans);
    EvaluationSummary summary =
        EvaluationSummary.of(resolved.metrics(), resolved.categories().names(), result.scores());
    output.write(
        spark, new ManifestFacts(runId(started), started, resolved, scans, result, summary));
    return report(result, summary);
  }

  private String runId(Instant started) {
    return request.runId() == null ? RUN_ID.format(started) : request.runId();
  }

  private int report(EvaluationResult result, EvaluationSummary summary) {
    out.print(EvaluationOutput.table(summary));
    long uncovered = result.scores().stream().mapToLong(ScanScores::uncovered).sum();
    if (uncovered > 0) {
      LOG.warn(
          "{} voxels were covered by no window; they count as 0 in prediction and truth",
          uncovered);
    }
    int failed = result.failures().size();
    out.println(
        result.scores().size()
            + " scans evaluated, "
            + failed
            + " failed. Results are in "
            + request.output());
    result.failures().stream()
        .limit(FAILURES_SHOWN)
        .forEach(failure -> out.println("  " + failure.message()));
    if (failed > FAILURES_SHOWN) {
      out.println("  ... and " + (failed - FAILURES_SHOWN) + " more; failures.csv lists all");
    }
    out.flush();
    return failed == 0 ? MedsegSpark.FINE : MedsegSpark.SCANS_FAILED;
  }

  private ResolvedEvaluation resolve() {
    ExperimentReader.Result read =
        new ExperimentReader(hadoop, request.parity())
            .read(request.configFile(), request.overrides());
    Experiment given = read.experiment();
    DatasetCatalog catalog =
        DatasetCatalog.read(request.datasets(), Optional.ofNullable(request.datasetRoot()), hadoop);
    Dataset dataset = catalog.dataset(datasetName(given), given.primaryTask());
    CategorySelection categories = CategorySelection.of(dataset, given.categories());
    Experiment experiment = withCategories(given, categories);
    List<Metric> metrics = Metrics.create(experiment.testMetrics());
    Evaluators.create(dataset.evaluator());
    new LoaderRecipe(experiment).open();
    String model = modelDirectory(experiment);
    SavedModelRecipe recipe =
        SavedModelRecipe.of(model, hadoop)
            .withSignature(request.signature())
            .withThreads(
                new ThreadBudget(
                    SparkSettings.coresPerExecutor(spark), SparkSettings.slotsPerExecutor(spark)));
    recipe.signature(hadoop);
    return new ResolvedEvaluation(
        new EvaluationRecipe(experiment, dataset, recipe, model),
        categories,
        metrics,
        read.warnings());
  }

  private String datasetName(Experiment experiment) {
    if (request.dataset() != null) {
      return request.dataset();
    }
    List<String> names = experiment.testDatasets();
    if (names.size() != 1) {
      throw new InputException(
          "Invalid TEST_DATASET: "
              + names
              + "; one dataset is evaluated at a time, name it with --dataset or TEST_DATASET");
    }
    return names.get(0);
  }

  private static Experiment withCategories(Experiment experiment, CategorySelection categories) {
    Map<String, Object> values = new TreeMap<>(experiment.values());
    values.put("CATEGORIES", categories.channels());
    return Experiment.of(values, experiment.parity());
  }

  private String modelDirectory(Experiment experiment) {
    if (request.model() != null) {
      return request.model();
    }
    String path = experiment.testWeightPath();
    if (path.isEmpty()) {
      throw new InputException(
          "Cannot tell which model to evaluate: give --model DIR, or TEST_WEIGHT_PATH in the experiment");
    }
    Path parent = new Path(request.configFile()).getParent();
    return parent == null ? path : new Path(parent, path).toString();
  }

  private List<Scan> scans(Dataset dataset) {
    Path root = new Path(dataset.root());
    try {
      return Layouts.of(dataset.layout()).scans(dataset, root.getFileSystem(hadoop));
    } catch (IOException e) {
      throw new InputException(
          "Cannot list dataset " + dataset.name() + " in " + root + ": " + e.getMessage(), e);
    }
  }
}
