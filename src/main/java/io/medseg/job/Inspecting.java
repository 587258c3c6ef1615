package io.medseg.job;

import io.medseg.InputException;
import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Leftovers;
import io.medseg.dataset.Scan;
import io.medseg.evaluation.Decision;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.ExperimentReader;
import io.medseg.inspection.ClassRule;
import io.medseg.inspection.DatasetInspection;
import io.medseg.inspection.InspectedScan;
import io.medseg.inspection.Inspection;
import io.medseg.inspection.SharedSubjects;
import io.medseg.loader.LoaderRecipe;
import io.medseg.spark.InspectionRecipe;
import io.medseg.spark.InspectionRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the datasets of a request: lists them on the driver, reads them on the executors. */
final class Inspecting {
  private static final Logger LOG = LoggerFactory.getLogger(Inspecting.class);

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final InspectionRequest request;
  private final DatasetCatalog catalog;
  private final Experiment experiment;

  /**
   * Reads catalog and experiment.
   *
   * @throws InputException if one of them cannot be used
   */
  Inspecting(JavaSparkContext spark, InspectionRequest request) {
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
    this.request = request;
    this.catalog = request.experiment().catalog(hadoop);
    this.experiment =
        request.experiment().configFile() == null ? null : experiment(request, hadoop);
  }

  private static Experiment experiment(InspectionRequest request, Configuration hadoop) {
    ExperimentReader.Result read = request.experiment().experiment(hadoop);
    read.warnings().forEach(LOG::warn);
    return read.experiment();
  }

  /** A dataset whose scans are known. */
  private record Listed(Dataset dataset, List<Scan> scans, Leftovers leftovers) {}

  /**
   * Looks at them.
   *
   * @throws InputException if a dataset that is named, or every dataset of the catalog, is not
   *     there, or the experiment cannot be used
   */
  Inspection run() {
    List<String> names = names();
    List<Dataset> there = names.stream().map(this::dataset).filter(this::isThere).toList();
    if (there.isEmpty()) {
      throw new InputException(
          "Cannot inspect datasets of %s: none of %s is there; --dataset-root says what relative roots start from"
              .formatted(request.experiment().datasets(), String.join(", ", names)));
    }
    List<String> missing = new ArrayList<>(names);
    missing.removeAll(there.stream().map(Dataset::name).toList());
    return Inspection.of(
        request.experiment().datasets(),
        request.experiment().configFile(),
        inspected(there),
        missing,
        request.names().isEmpty() ? SharedSubjects.ALLOWED : SharedSubjects.REFUSED);
  }

  private List<String> names() {
    return request.names().isEmpty() ? catalog.names() : request.names();
  }

  /**
   * Refuses an output in which input lies, or that lies in input.
   *
   * @throws InputException naming both
   */
  void checkApart(OutputApart output) {
    output.from(request.experiment()).from(names().stream().map(this::dataset).toList(), List.of());
  }

  /** Without an experiment, classes of several tasks are those of the first. */
  private Dataset dataset(String name) {
    String task = experiment == null ? catalog.tasks(name).get(0) : experiment.primaryTask();
    return catalog.dataset(name, task);
  }

  private boolean isThere(Dataset dataset) {
    Path root = new Path(dataset.root());
    try {
      boolean there = root.getFileSystem(hadoop).exists(root);
      if (!there && !request.names().isEmpty()) {
        throw new InputException(
            "Cannot inspect dataset %s: there is no %s".formatted(dataset.name(), root));
      }
      return there;
    } catch (IOException e) {
      throw new InputException(
          "Cannot inspect dataset %s in %s: %s".formatted(dataset.name(), root, e.getMessage()), e);
    }
  }

  /** In the order given; one that cannot be listed costs the others nothing. */
  private List<DatasetInspection> inspected(List<Dataset> datasets) {
    List<Listed> listed = new ArrayList<>();
    Map<String, DatasetInspection> inspections = new HashMap<>();
    for (Dataset dataset : datasets) {
      try {
        listed.add(
            new Listed(
                dataset, Layouts.scans(dataset, hadoop), Layouts.leftovers(dataset, hadoop)));
      } catch (InputException e) {
        String reason = e.getMessage();
        inspections.put(dataset.name(), DatasetInspection.unlisted(dataset, reason));
      }
    }
    Map<String, List<InspectedScan>> rows = read(listed);
    for (Listed one : listed) {
      List<InspectedScan> own = rows.getOrDefault(one.dataset().name(), List.of());
      inspections.put(
          one.dataset().name(), DatasetInspection.of(one.dataset(), one.leftovers(), own));
    }
    return datasets.stream().map(dataset -> inspections.get(dataset.name())).toList();
  }

  /** What a look at the scans gave, by dataset. */
  private Map<String, List<InspectedScan>> read(List<Listed> listed) {
    List<InspectionRecipe> recipes = listed.stream().map(one -> recipe(one.dataset())).toList();
    List<List<Scan>> scans = listed.stream().map(Listed::scans).toList();
    return new InspectionRun(spark, recipes, LOG::info)
        .run(scans).stream().collect(Collectors.groupingBy(row -> row.facts().dataset()));
  }

  private InspectionRecipe recipe(Dataset dataset) {
    if (experiment == null) {
      return new InspectionRecipe(dataset, dataset.categories(), ClassRule.MAY_OVERLAP, null);
    }
    CategorySelection classes = CategorySelection.of(dataset, experiment.categories());
    LoaderRecipe loader = new LoaderRecipe(experiment.withCategories(classes.channels()));
    // Refuses settings that no scan could be cut by.
    loader.open();
    return new InspectionRecipe(dataset, classes.classes(), rule(), loader);
  }

  private ClassRule rule() {
    Decision decision = Decision.valueOf(experiment.activation().toUpperCase(Locale.ROOT));
    return decision == Decision.SOFTMAX ? ClassRule.EXCLUSIVE : ClassRule.MAY_OVERLAP;
  }
}
