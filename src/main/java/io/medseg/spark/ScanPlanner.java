package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.evaluation.ScanFailure;
import io.medseg.ledger.LedgerEntry;
import io.medseg.model.ModelSignature;
import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Looks at scans without reading voxels: which can be evaluated, what work and memory each makes,
 * whether the model fits them. Runs on the driver.
 */
public final class ScanPlanner {
  private final JavaSparkContext spark;
  private final EvaluationRecipe recipe;

  /** A planner of evaluations by this recipe. */
  public ScanPlanner(JavaSparkContext spark, EvaluationRecipe recipe) {
    SparkSettings.check(spark.getConf());
    this.spark = spark;
    this.recipe = recipe;
  }

  /**
   * Looks at the scans, on the executors.
   *
   * @throws InputException if the model cannot be loaded or fits none of the scans
   */
  public ScanPlan plan(List<Scan> scans) {
    return plan(scans, RunLedger.NONE);
  }

  /** The same, leaving out those that the ledger knows. */
  ScanPlan plan(List<Scan> scans, RunLedger ledger) {
    int tasks = Balance.partitions(scans.size(), SparkSettings.slots(spark));
    spark.setCallSite("Look at the shapes of scans");
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    List<PlanScans.Outcome> outcomes =
        SparkJobs.inWords(
            () ->
                spark
                    .parallelize(scans, tasks)
                    .mapPartitions(new PlanScans(recipe, ledger, hadoop))
                    .collect());
    List<PlannedScan> planned = new ArrayList<>();
    List<ScanFailure> failures = new ArrayList<>();
    List<LedgerEntry> finished = new ArrayList<>();
    for (PlanScans.Outcome outcome : outcomes) {
      if (outcome instanceof PlanScans.Outcome.Planned found) {
        planned.add(found.scan());
      } else if (outcome instanceof PlanScans.Outcome.Failed failed) {
        failures.add(failed.failure());
      } else {
        finished.add(((PlanScans.Outcome.Finished) outcome).entry());
      }
    }
    List<PlannedScan> ordered = Balance.order(planned);
    if (!ordered.isEmpty()) {
      checkModel(ordered);
    }
    return new ScanPlan(ordered, failures, finished, PlanNotes.of(recipe, ordered));
  }

  /** A model that fits no scan ends the run; a scan that it does not fit is that scan's failure. */
  private void checkModel(List<PlannedScan> planned) {
    ModelSignature signature = recipe.model().signature(spark.hadoopConfiguration());
    InputException first = null;
    for (Shape image : shapes(planned)) {
      try {
        recipe.checkModel(new ScanHeader(image, 0), signature);
        return;
      } catch (InputException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  /** The different shapes of scans, the costliest first. */
  private static Set<Shape> shapes(List<PlannedScan> planned) {
    Set<Shape> shapes = new LinkedHashSet<>();
    planned.forEach(scan -> shapes.add(scan.header().image()));
    return shapes;
  }
}
