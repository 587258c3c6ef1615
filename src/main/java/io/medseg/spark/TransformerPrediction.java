package io.medseg.spark;

import io.medseg.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Predicts with a Spark ML transformer: scans are read and encoded, the transformer predicts, one
 * shuffle brings the predictions of a scan together, and they are gathered and scored. Runs on the
 * driver.
 */
record TransformerPrediction(
    JavaSparkContext spark,
    EvaluationRecipe recipe,
    TransformerRecipe transformer,
    ScanRecorder recorder,
    Broadcast<SerializableConfiguration> hadoop) {
  /**
   * The rows of an evaluation.
   *
   * @param shares the costliest first
   * @param tasks of the stage that reads and predicts
   * @throws InputException if the transformer cannot be used
   */
  JavaRDD<ScanOutcome> outcomes(List<ScanShare> shares, int tasks) {
    List<List<ScanShare>> dealt = dealt(shares, tasks);
    List<PlannedScan> scans = scans(shares);
    PredictorTransformer opened = transformer.open();
    opened.form().check(recipe.loader().open(), scans.get(0).header());
    EncodeScans encode =
        new EncodeScans(recipe, transformer, opened.form(), recorder.metrics(), hadoop);
    spark.setCallSite("Try the predictor transformer");
    new TransformerTrial(this, encode).run(scans);
    spark.setCallSite("Read scans, encode their elements and predict");
    JavaRDD<Row> rows =
        transformed(opened, spark.parallelize(dealt, dealt.size()).mapPartitions(encode));
    KeyPredictions keyed = new KeyPredictions(opened.complaint(), scans.size(), ordinals(dealt));
    JavaPairRDD<ElementKey, GatherRecord> predicted =
        JavaPairRDD.fromJavaRDD(rows.mapPartitionsWithIndex(keyed, false));
    spark.setCallSite("Gather the predictions of scans and score them");
    int gathering = Balance.partitions(scans.size(), SparkSettings.slots(spark));
    return starts(scans)
        .union(predicted)
        .repartitionAndSortWithinPartitions(new OrdinalPartitioner(gathering))
        .mapPartitions(new GatherPredictions(recipe, opened.form(), recorder, hadoop));
  }

  /** The rows as they come out of the transformer. */
  JavaRDD<Row> transformed(PredictorTransformer opened, JavaRDD<Row> rows) {
    SparkSession sql = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    Dataset<Row> elements = sql.createDataFrame(rows, ElementRows.schema(opened.input()));
    return opened.transform(elements).javaRDD();
  }

  /** So that a scan of which the transformer gives nothing is not forgotten. */
  private JavaPairRDD<ElementKey, GatherRecord> starts(List<PlannedScan> scans) {
    List<Tuple2<ElementKey, GatherRecord>> starts = new ArrayList<>();
    for (int scan = 0; scan < scans.size(); scan++) {
      starts.add(
          new Tuple2<>(
              new ElementKey(scan, ElementKey.SCAN), new GatherRecord.Start(scans.get(scan))));
    }
    return spark.parallelizePairs(starts, 1);
  }

  /** The shares of each task; serialisable, none empty. */
  private static List<List<ScanShare>> dealt(List<ScanShare> shares, int tasks) {
    int[] partitions = Balance.assign(shares.stream().mapToLong(ScanShare::cost).toArray(), tasks);
    List<List<ScanShare>> dealt = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      dealt.add(new ArrayList<>());
    }
    for (int share = 0; share < partitions.length; share++) {
      dealt.get(partitions[share]).add(shares.get(share));
    }
    dealt.removeIf(List::isEmpty);
    return dealt;
  }

  /** Each scan once, by ordinal. */
  private static List<PlannedScan> scans(List<ScanShare> shares) {
    int count = shares.stream().mapToInt(ScanShare::ordinal).max().orElse(-1) + 1;
    PlannedScan[] scans = new PlannedScan[count];
    shares.forEach(share -> scans[share.ordinal()] = share.scan());
    return Arrays.asList(scans);
  }

  private static int[][] ordinals(List<List<ScanShare>> dealt) {
    return dealt.stream()
        .map(shares -> shares.stream().mapToInt(ScanShare::ordinal).distinct().toArray())
        .toArray(int[][]::new);
  }
}
