package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.model.ModelSignature;
import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * Evaluates scans on Spark: plan, scatter, one shuffle by scan, predict, gather, score. The result
 * does not depend on the number of partitions or executors. Runs on the driver.
 */
public final class EvaluationRun {
  private final JavaSparkContext spark;
  private final EvaluationRecipe recipe;
  private final int partitions;
  private final Consumer<String> progress;
  private final Broadcast<SerializableConfiguration> hadoop;

  /**
   * @param partitions how many tasks; 0 leaves it to {@link Balance}
   * @param progress takes lines about how far the run is
   */
  public EvaluationRun(
      JavaSparkContext spark, EvaluationRecipe recipe, int partitions, Consumer<String> progress) {
    SparkSettings.check(spark.getConf());
    this.spark = spark;
    this.recipe = recipe;
    this.partitions = partitions;
    this.progress = progress;
    this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
  }

  /**
   * Evaluates the scans.
   *
   * @throws InputException if the model cannot be loaded or does not fit the experiment: no scan
   *     could be evaluated
   */
  public EvaluationResult run(List<Scan> scans) {
    long start = System.nanoTime();
    List<ScanFailure> failures = new ArrayList<>();
    List<PlannedScan> planned = plan(scans, failures);
    Collector collector = new Collector(new Progress(planned.size(), progress), failures);
    int tasks =
        partitions > 0
            ? partitions
            : Balance.partitions(planned.size(), SparkSettings.slots(spark));
    if (!planned.isEmpty()) {
      checkModel(planned);
      evaluate(planned, tasks, collector);
    }
    failures.sort(Comparator.comparing(ScanFailure::scanId));
    collector.scores.sort(Comparator.comparing(ScanScores::scanId));
    long elements = planned.stream().mapToLong(PlannedScan::elements).sum();
    return new EvaluationResult(
        collector.scores,
        failures,
        collector.times,
        elements,
        tasks,
        (System.nanoTime() - start) / 1e9);
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

  private List<PlannedScan> plan(List<Scan> scans, List<ScanFailure> failures) {
    int tasks =
        Math.max(
            1, Math.min(scans.size(), SparkSettings.slots(spark) * Balance.PARTITIONS_PER_SLOT));
    List<PlannedScan> planned = new ArrayList<>();
    List<PlanScans.Outcome> outcomes =
        inWords(
            () ->
                spark
                    .parallelize(scans, tasks)
                    .mapPartitions(new PlanScans(recipe.loader(), hadoop))
                    .collect());
    for (PlanScans.Outcome outcome : outcomes) {
      if (outcome.planned() == null) {
        failures.add(outcome.failure());
      } else {
        planned.add(outcome.planned());
      }
    }
    return Balance.order(planned);
  }

  private void evaluate(List<PlannedScan> planned, int tasks, Collector collector) {
    long[] costs = planned.stream().mapToLong(PlannedScan::cost).toArray();
    List<Tuple2<Integer, PlannedScan>> numbered = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      numbered.add(new Tuple2<>(i, planned.get(i)));
    }
    int slices = Math.min(planned.size(), SparkSettings.slots(spark));
    JavaPairRDD<ElementKey, ScanRecord> byScan =
        spark
            .parallelize(numbered, slices)
            .flatMapToPair(new ScatterScan(recipe.loader()))
            .repartitionAndSortWithinPartitions(
                new ScanPartitioner(tasks, Balance.assign(costs, tasks)));
    JavaRDD<ScanOutcome> outcomes = byScan.mapPartitions(new EvaluateScans(recipe, hadoop));
    inWords(
        () -> {
          collect(outcomes, collector);
          return null;
        });
  }

  /**
   * Spark's own runJob, since its Java methods only hand rows over when the last task has ended.
   */
  private void collect(JavaRDD<ScanOutcome> outcomes, Collector collector) {
    spark
        .sc()
        .runJob(
            outcomes.rdd(),
            new CollectOutcomes(),
            (index, rows) -> {
              rows.forEach(collector::add);
              return BoxedUnit.UNIT;
            },
            ClassTag.<ArrayList<ScanOutcome>>apply(ArrayList.class));
  }

  /** What a task said of the user's input, instead of Spark's report of a failed job. */
  private static <T> T inWords(java.util.concurrent.Callable<T> job) {
    try {
      return job.call();
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InputException refused) {
          throw refused;
        }
      }
      if (e instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException("Cannot finish the Spark job: " + e.getMessage(), e);
    }
  }

  /** Rows as they come; Spark calls it from one thread at a time. */
  private static final class Collector {
    private final Progress progress;
    private final List<ScanFailure> failures;
    private final List<ScanScores> scores = new ArrayList<>();
    private ScanTimes times = ScanTimes.ZERO;

    Collector(Progress progress, List<ScanFailure> failures) {
      this.progress = progress;
      this.failures = failures;
    }

    synchronized void add(ScanOutcome outcome) {
      progress.add(outcome);
      if (outcome instanceof ScanOutcome.Scored scored) {
        scores.add(scored.scores());
        times = times.plus(scored.times());
      } else if (outcome instanceof ScanOutcome.Failed failed) {
        failures.add(failed.failure());
      }
    }
  }
}
