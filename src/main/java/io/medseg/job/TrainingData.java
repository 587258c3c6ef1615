package io.medseg.job;

import io.medseg.InputException;
import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanCollection;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.ExperimentReader;
import io.medseg.hdf5.Hdf5Datasets;
import io.medseg.loader.BatchForm;
import io.medseg.shards.SubjectSplit;
import io.medseg.spark.ScanFormat;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a preprocessing turned out to be about.
 *
 * @param experiment with the classes of the datasets
 * @param split of the subjects
 */
record TrainingData(
    Experiment experiment,
    ScanCollection datasets,
    CategorySelection categories,
    SubjectSplit split) {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingData.class);

  /**
   * Reads experiment and catalog and lists the scans; no scan has been opened then.
   *
   * @throws InputException if anything is missing or does not fit
   */
  static TrainingData resolve(PreprocessRequest request, Configuration hadoop) {
    ExperimentReader.Result read = request.experiment().experiment(hadoop);
    Experiment given = read.experiment();
    DatasetCatalog catalog = request.experiment().catalog(hadoop);
    ScanCollection datasets =
        Hdf5Datasets.of(catalog, names(request, given), given.primaryTask(), hadoop);
    CategorySelection categories = categories(request, given, datasets.datasets());
    read.warnings().forEach(LOG::warn);
    TrainingData data =
        new TrainingData(
            given.withCategories(categories.channels()),
            datasets,
            categories,
            split(request, given));
    // Too few subjects are found out before what an earlier run wrote is removed.
    data.split().sides(data.scans(), data.seed());
    return data;
  }

  /** Whole scans keep every channel, so that CATEGORIES need not fit what the datasets name. */
  private static CategorySelection categories(
      PreprocessRequest request, Experiment experiment, List<Dataset> datasets) {
    boolean areNamed =
        !experiment.categories().isEmpty()
            && ScanFormat.names().contains(request.shards().format());
    return CategorySelection.of(areNamed ? List.of() : datasets, experiment.categories());
  }

  private static List<String> names(PreprocessRequest request, Experiment experiment) {
    if (request.dataset() != null) {
      return Arrays.asList(request.dataset().strip().split("\\s*,\\s*"));
    }
    boolean tests = request.shards().form() == BatchForm.TESTING;
    List<String> names = tests ? experiment.testDatasets() : experiment.trainDatasets();
    if (names.isEmpty()) {
      String key = tests ? "TEST_DATASET" : "TRAIN_DATASET";
      throw new InputException(
          "Invalid %s: (): no dataset is named; name one with --dataset or %s".formatted(key, key));
    }
    return names;
  }

  private static SubjectSplit split(PreprocessRequest request, Experiment experiment) {
    if (request.shards().split() != null) {
      return request.shards().split();
    }
    int folds = experiment.crossValidationFolds();
    return folds == 0 ? SubjectSplit.NONE : SubjectSplit.folds(folds);
  }

  /** SEED, of the order of elements and of the split; 0 where it is not given. */
  long seed() {
    return experiment.seed().orElse(0L);
  }

  /** Names of the datasets, separated by commas. */
  String datasetNames() {
    return datasets.datasets().stream().map(Dataset::name).collect(Collectors.joining(", "));
  }

  /** All scans, dataset by dataset. */
  List<Scan> scans() {
    return datasets.scans();
  }
}
