package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
  private final ScanSplit split;
  private final Consumer<String> progress;
  private final Broadcast<SerializableConfiguration> hadoop;

  /**
   * @param partitions how many tasks; 0 leaves it to {@link Balance}
   * @param split which scans are cut into several tasks
   * @param progress takes lines about how far the run is
   */
  public EvaluationRun(
      JavaSparkContext spark,
      EvaluationRecipe recipe,
      int partitions,
      ScanSplit split,
      Consumer<String> progress) {
    SparkSettings.check(spark.getConf());
    this.spark = spark;
    this.recipe = recipe;
    this.partitions = partitions;
    this.split = split;
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
    ScanPlan plan = new ScanPlanner(spark, recipe).plan(scans);
    List<PlannedScan> planned = plan.scans();
    List<ScanFailure> failures = new ArrayList<>(plan.failures());
    Collector collector = new Collector(new Progress(planned.size(), progress), failures);
    List<ScanShare> shares = shares(planned);
    int tasks =
        partitions > 0 ? partitions : Balance.partitions(shares.size(), SparkSettings.slots(spark));
    if (!shares.isEmpty()) {
      evaluate(shares, tasks, collector);
    }
    failures.sort(Comparator.comparing(ScanFailure::scanId));
    collector.scores.sort(Comparator.comparing(ScanScores::scanId));
    return new EvaluationResult(
        collector.scores,
        failures,
        collector.times,
        plan.elements(),
        tasks,
        shares.size(),
        (System.nanoTime() - start) / 1e9);
  }

  private List<ScanShare> shares(List<PlannedScan> planned) {
    return split.shares(planned, recipe.loader().open(), SparkSettings.slots(spark));
  }

  private void evaluate(List<ScanShare> shares, int tasks, Collector collector) {
    JavaRDD<ScanOutcome> outcomes =
        recipe.model() instanceof TransformerRecipe transformer
            ? new TransformerPrediction(spark, recipe, transformer, hadoop).outcomes(shares, tasks)
            : outcomes(shares, tasks);
    SparkJobs.inWords(
        () -> {
          collect(outcomes, collector);
          return null;
        });
  }

  private JavaRDD<ScanOutcome> outcomes(List<ScanShare> shares, int tasks) {
    long[] costs = shares.stream().mapToLong(ScanShare::cost).toArray();
    List<Tuple2<Integer, ScanShare>> numbered = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      numbered.add(new Tuple2<>(i, shares.get(i)));
    }
    int slices = Math.min(shares.size(), SparkSettings.slots(spark));
    JavaPairRDD<ElementKey, ScanOutcome> evaluated =
        spark
            .parallelize(numbered, slices)
            .flatMapToPair(new ScatterScan(recipe.loader()))
            .repartitionAndSortWithinPartitions(
                new ScanPartitioner(tasks, Balance.assign(costs, tasks)))
            .mapPartitionsToPair(new EvaluateScans(recipe, hadoop));
    return joined(evaluated, shares);
  }

  /** Where no scan was cut there is nothing to join, and no second shuffle. */
  private JavaRDD<ScanOutcome> joined(
      JavaPairRDD<ElementKey, ScanOutcome> evaluated, List<ScanShare> shares) {
    if (shares.stream().allMatch(share -> share.shares() == 1)) {
      return evaluated.values();
    }
    int scans = (int) shares.stream().mapToInt(ScanShare::ordinal).distinct().count();
    int tasks = Balance.partitions(scans, SparkSettings.slots(spark));
    return evaluated
        .repartitionAndSortWithinPartitions(new OrdinalPartitioner(tasks))
        .mapPartitions(new JoinScans(recipe, hadoop));
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
      } else {
        throw new IllegalStateException("A share of a scan reached the driver: " + outcome);
      }
    }
  }
}
