package io.medseg.job;

import io.medseg.InputException;
import io.medseg.dataset.Category;
import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.djl.SavedModelRecipe;
import io.medseg.djl.ThreadBudget;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.ExperimentReader;
import io.medseg.metric.Metrics;
import io.medseg.model.Flips;
import io.medseg.model.ModelRecipe;
import io.medseg.postprocess.ClassNames;
import io.medseg.postprocess.PostProcesses;
import io.medseg.postprocess.PostProcessing;
import io.medseg.spark.Delivery;
import io.medseg.spark.EvaluationRecipe;
import io.medseg.spark.SparkSettings;
import io.medseg.spark.TransformerRecipe;
import io.medseg.text.PathText;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Finds out what a request means: experiment, dataset, model, metrics and scans. Fails early and in
 * words. Runs on the driver.
 */
final class EvaluationResolver {
  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final EvaluationRequest request;
  private final PredictorRequest predictor;

  EvaluationResolver(JavaSparkContext spark, EvaluationRequest request) {
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
    this.request = request;
    this.predictor = request.predictor();
  }

  /**
   * Resolves everything that a run needs; nothing but small files has been read then.
   *
   * @throws InputException if anything is missing or does not fit
   */
  ResolvedEvaluation resolve() {
    ExperimentReader.Result read = request.experiment().experiment(hadoop);
    Experiment given = read.experiment();
    DatasetCatalog catalog = request.experiment().catalog(hadoop);
    Dataset dataset = catalog.dataset(datasetName(given, catalog), given.primaryTask());
    CategorySelection categories = CategorySelection.of(dataset, given.categories());
    Experiment experiment = given.withCategories(categories.channels());
    Flips flips = Flips.parse(predictor.tta());
    boolean isTransformer = predictor.transformer() != null;
    String name = isTransformer ? predictor.transformer().className() : modelDirectory(experiment);
    ModelRecipe model = isTransformer ? transformer() : savedModel(name);
    EvaluationRecipe recipe =
        new EvaluationRecipe(
            experiment,
            dataset,
            model,
            name,
            flips,
            postProcessing(categories),
            delivery(categories));
    recipe.checkSettings();
    List<Scan> scans = Layouts.scans(dataset, hadoop);
    recipe.checkScans(scans);
    return new ResolvedEvaluation(
        recipe, categories, Metrics.create(experiment.testMetrics()), scans, read.warnings());
  }

  private ModelRecipe savedModel(String directory) {
    SavedModelRecipe model =
        SavedModelRecipe.of(directory, hadoop)
            .withSignature(predictor.signature())
            .withTrust(predictor.trust())
            .withThreads(threads());
    model.signature(hadoop);
    return model;
  }

  private ModelRecipe transformer() {
    TransformerRecipe transformer = predictor.transformer().withThreads(threads());
    transformer.check();
    return transformer;
  }

  private ThreadBudget threads() {
    return new ThreadBudget(
        SparkSettings.coresPerExecutor(spark), SparkSettings.slotsPerExecutor(spark));
  }

  private String datasetName(Experiment experiment, DatasetCatalog catalog) {
    String asked = request.dataset();
    if (asked != null) {
      if (asked.contains(",") && !catalog.names().contains(asked)) {
        throw new InputException(
            "Invalid --dataset: %s; this job takes one dataset at a time, run it once for each of them"
                .formatted(asked));
      }
      return asked;
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

  private Delivery delivery(CategorySelection categories) {
    String run =
        request.write().formats() == null
            ? null
            : new OutputPlace(PathText.of("--output", request.run().output()), hadoop).location();
    return new Delivery(
        request.scoring(),
        request.write().formats(),
        request.write().settings(),
        categories.classes(),
        run);
  }

  private PostProcessing postProcessing(CategorySelection categories) {
    List<String> abbreviations = categories.classes().stream().map(Category::abbreviation).toList();
    return PostProcesses.parse(
        request.postProcessing(), new ClassNames(categories.names(), abbreviations));
  }

  private String modelDirectory(Experiment experiment) {
    if (predictor.model() != null) {
      return PathText.of("--model", predictor.model()).toString();
    }
    String path = experiment.testWeightPath();
    if (path.isEmpty()) {
      throw new InputException(
          "Cannot tell which model to evaluate: give --model DIR, or TEST_WEIGHT_PATH in the experiment");
    }
    Path given = PathText.of("TEST_WEIGHT_PATH", path);
    Path parent = new Path(request.experiment().configFile()).getParent();
    return (parent == null ? given : new Path(parent, given)).toString();
  }
}
