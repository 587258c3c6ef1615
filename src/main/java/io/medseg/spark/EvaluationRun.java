package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
  private final RunSettings settings;
  private final Consumer<String> progress;
  private final Broadcast<SerializableConfiguration> hadoop;

  /**
   * @param progress takes lines about how far the run is
   */
  public EvaluationRun(
      JavaSparkContext spark,
      EvaluationRecipe recipe,
      RunSettings settings,
      Consumer<String> progress) {
    SparkSettings.check(spark.getConf());
    this.spark = spark;
    this.recipe = recipe;
    this.settings = settings;
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
    return run(scans, plan -> {});
  }

  /**
   * The same.
   *
   * @param planned is told what is known of the scans before a voxel is read; what it throws ends
   *     the run
   */
  public EvaluationResult run(List<Scan> scans, Consumer<ScanPlan> planned) {
    long start = System.nanoTime();
    String group = "medseg-" + UUID.randomUUID();
    spark.setJobGroup(group, "Evaluate " + recipe.dataset().name(), true);
    try {
      return run(scans, planned, group, start);
    } finally {
      spark.clearJobGroup();
      spark.clearCallSite();
    }
  }

  private EvaluationResult run(
      List<Scan> scans, Consumer<ScanPlan> planned, String group, long start) {
    ScanPlan plan = new ScanPlanner(spark, recipe).plan(scans, settings.ledger());
    planned.accept(plan);
    if (!plan.finished().isEmpty()) {
      progress.accept(
          "%d of %d scans are finished already".formatted(plan.finished().size(), scans.size()));
    }
    plan.notes().forEach(progress);
    Outcomes outcomes = new Outcomes(plan.failures());
    plan.finished().stream().map(LedgerEntry::scores).forEach(outcomes::addScores);
    List<ScanShare> shares = shares(plan.scans());
    int tasks =
        settings.partitions() > 0
            ? settings.partitions()
            : Balance.partitions(shares.size(), SparkSettings.slots(spark));
    RunMetrics metrics = RunMetrics.register(spark.sc());
    RunWatcher watcher =
        new RunWatcher(
            metrics,
            new Progress(plan.scans().size(), progress),
            settings.limit(),
            scans.size(),
            plan.failures().size(),
            () -> spark.sc().cancelJobGroup(group));
    watcher.look();
    if (!shares.isEmpty() && !watcher.isExceeded()) {
      evaluate(shares, tasks, new ScanRecorder(settings.ledger(), metrics), watcher, outcomes);
    }
    if (watcher.isExceeded()) {
      outcomes.addFailures(watcher.failures());
    }
    return outcomes.result(
        plan,
        tasks,
        shares.size(),
        metrics.values(),
        watcher.isExceeded() ? EvaluationResult.Ending.GAVE_UP : EvaluationResult.Ending.COMPLETE,
        (System.nanoTime() - start) / 1e9);
  }

  private List<ScanShare> shares(List<PlannedScan> planned) {
    // Probabilities are kept where they are made, so those of a scan are made in one task.
    ScanSplit split = recipe.delivery().wantsProbabilities() ? ScanSplit.NEVER : settings.split();
    return split.shares(planned, recipe.loader().open(), SparkSettings.slots(spark));
  }

  private void evaluate(
      List<ScanShare> shares,
      int tasks,
      ScanRecorder recorder,
      RunWatcher watcher,
      Outcomes outcomes) {
    JavaRDD<ScanOutcome> rows =
        recipe.model() instanceof TransformerRecipe transformer
            ? new TransformerPrediction(spark, recipe, transformer, recorder, hadoop)
                .outcomes(shares, tasks)
            : joined(predicted(shares, tasks, recorder), shares, recorder);
    watcher.watch(spark.sc());
    try {
      SparkJobs.inWords(
          () -> {
            collect(rows, outcomes);
            return null;
          });
    } catch (RuntimeException e) {
      if (!watcher.isExceeded()) {
        throw e;
      }
      // The run was given up; what Spark says of its cancelled job is no news.
    } finally {
      watcher.end(spark.sc());
    }
  }

  private JavaPairRDD<ElementKey, ScanOutcome> predicted(
      List<ScanShare> shares, int tasks, ScanRecorder recorder) {
    long[] costs = shares.stream().mapToLong(ScanShare::cost).toArray();
    List<Tuple2<Integer, ScanShare>> numbered = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      numbered.add(new Tuple2<>(i, shares.get(i)));
    }
    int slices = Math.min(shares.size(), SparkSettings.slots(spark));
    spark.setCallSite("Scatter scans into elements");
    JavaPairRDD<ElementKey, ScanRecord> scattered =
        spark
            .parallelize(numbered, slices)
            .mapToPair(new ScatterScan(recipe.loader()))
            .repartitionAndSortWithinPartitions(
                new ScanPartitioner(tasks, Balance.assign(costs, tasks)));
    spark.setCallSite("Read, predict, gather and score scans");
    return scattered.mapPartitionsToPair(
        new EvaluateScans(recipe, settings.timeout(), recorder, hadoop));
  }

  /** Where no scan was cut there is nothing to join, and no second shuffle. */
  private JavaRDD<ScanOutcome> joined(
      JavaPairRDD<ElementKey, ScanOutcome> evaluated,
      List<ScanShare> shares,
      ScanRecorder recorder) {
    if (shares.stream().allMatch(share -> share.shares() == 1)) {
      return evaluated.values();
    }
    int scans = (int) shares.stream().mapToInt(ScanShare::ordinal).distinct().count();
    int tasks = Balance.partitions(scans, SparkSettings.slots(spark));
    JavaPairRDD<ElementKey, ScanOutcome> byScan =
        evaluated.repartitionAndSortWithinPartitions(new OrdinalPartitioner(tasks));
    spark.setCallSite("Join the parts of scans and score them");
    return byScan.mapPartitions(new JoinScans(recipe, recorder, hadoop));
  }

  /**
   * Spark's own runJob, since its Java methods only hand rows over when the last task has ended.
   */
  private void collect(JavaRDD<ScanOutcome> rows, Outcomes outcomes) {
    spark
        .sc()
        .runJob(
            rows.rdd(),
            new CollectOutcomes(),
            (index, some) -> {
              some.forEach(outcomes::add);
              return BoxedUnit.UNIT;
            },
            ClassTag.<ArrayList<ScanOutcome>>apply(ArrayList.class));
  }
}
