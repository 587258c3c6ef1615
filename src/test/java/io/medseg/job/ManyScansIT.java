package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.medseg.TestProcess;
import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.FileState;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanFiles;
import io.medseg.dataset.ScanSource;
import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.ScanScores;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.ledger.FolderHold;
import io.medseg.ledger.Ledger;
import io.medseg.ledger.LedgerEntry;
import io.medseg.ledger.RunKey;
import io.medseg.metric.Metric;
import io.medseg.metric.Metrics;
import io.medseg.spark.EvaluationRecipe;
import io.medseg.spark.EvaluationResult;
import io.medseg.spark.ScanTimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves, in a JVM with little heap, that the results of many scans are written one after the
 * other: what is held is the scores themselves.
 */
class ManyScansIT {
  private static final List<String> METRICS =
      List.of("DSC", "VOE", "CV", "ASSD", "Precision", "Recall");

  /** As many rows as 40,000 scans of 2 classes have, with fewer ledger entries to make. */
  private static final int SCANS = 2_500;

  private static final int CLASSES = 32;

  @TempDir Path folder;

  /** Writes the results of a run whose scores are made up, and prints the seconds it took. */
  static final class Output {
    private final int classes;

    private Output(int classes) {
      this.classes = classes;
    }

    /** Folder, number of scans, number of classes. */
    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      int scans = Integer.parseInt(arguments[1]);
      SparkConf conf =
          new SparkConf()
              .setMaster("local[2]")
              .setAppName("many scans")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.host", "127.0.0.1")
              .set("spark.driver.bindAddress", "127.0.0.1")
              .set("spark.testing.reservedMemory", "1");
      try (JavaSparkContext spark = new JavaSparkContext(conf)) {
        new Output(Integer.parseInt(arguments[2]))
            .write(spark, new org.apache.hadoop.fs.Path(folder.toUri()), scans);
      }
    }

    private void write(JavaSparkContext spark, org.apache.hadoop.fs.Path folder, int scans) {
      Configuration hadoop = spark.hadoopConfiguration();
      Ledger ledger = new Ledger(folder, hadoop);
      List<ScanScores> scores = IntStream.range(0, scans).mapToObj(this::scores).toList();
      scores.parallelStream().forEach(scan -> ledger.write(entry(scan)));
      try (FolderHold hold = new OutputPlace(folder, hadoop).hold("evaluate", spark)) {
        long start = System.nanoTime();
        new EvaluationOutput(folder, hadoop, hold).write(spark, facts(scores));
        System.out.println("seconds: " + (System.nanoTime() - start) / 1e9);
      }
    }

    private static LedgerEntry entry(ScanScores scan) {
      return new LedgerEntry(scan.scanId(), "input", new RunKey("m", "c"), 1, scan, List.of());
    }

    private ScanScores scores(int scan) {
      List<double[]> values = new ArrayList<>();
      for (int m = 0; m < METRICS.size(); m++) {
        double[] ofMetric = new double[classes];
        for (int c = 0; c < classes; c++) {
          ofMetric[c] = value(scan, m, c);
        }
        values.add(ofMetric);
      }
      List<ClassCounts> counts = new ArrayList<>();
      for (int c = 0; c < classes; c++) {
        counts.add(new ClassCounts(40_000 + scan, 50_000 + c, 30_000));
      }
      String id = Phantoms.id(scan);
      return new ScanScores(id, id.substring(0, 7), values, counts, 1 << 20, 0, 0.5);
    }

    private ManifestFacts facts(List<ScanScores> scores) {
      Dataset dataset =
          new Dataset("knees", "/d", "volumes", List.of(), null, "SemSegEvaluator", Map.of());
      List<List<Integer>> channels =
          IntStream.range(0, classes).mapToObj(channel -> List.of(channel)).toList();
      Experiment experiment =
          Experiment.of(
              Map.of(
                  "IMG_SIZE", List.of(8, 8, 1),
                  "CATEGORIES", channels,
                  "TEST_METRICS", METRICS),
              Parity.NONE);
      CategorySelection categories = CategorySelection.of(dataset, channels);
      List<Metric> metrics = Metrics.create(METRICS);
      return new ManifestFacts(
          "run",
          Instant.EPOCH,
          new ResolvedEvaluation(
              new EvaluationRecipe(
                  experiment, dataset, new SimulatedModel(0, classes), "simulated"),
              categories,
              metrics,
              scores.stream().map(Output::scan).toList(),
              List.of()),
          new EvaluationResult(
              scores,
              List.of(),
              ScanTimes.ZERO,
              scores.size(),
              1,
              scores.size(),
              0,
              Map.of(),
              EvaluationResult.Ending.COMPLETE,
              1),
          EvaluationSummary.of(metrics, categories.names(), scores));
    }

    private static Scan scan(ScanScores scores) {
      String file = "hdfs://cluster/a/folder/of/scans/" + scores.scanId() + ".h5";
      return new Scan(
          scores.scanId(),
          scores.subjectId(),
          new ScanSource.VolumeFile(file, null, null, null),
          1 << 20,
          1,
          Map.of(),
          ScanFiles.of(List.of(new FileState(1 << 20, 1))));
    }
  }

  private static double value(int scan, int metric, int category) {
    return (scan * 7919L % 9973 + metric + category) / 10_000.0;
  }

  /** No more than 54 MB stay in use; with all rows and maps at once 158 MB did, and it ended. */
  @Test
  void resultsOfManyScansFitIntoLittleHeap() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx160m");
    for (String opened : List.of("java.nio", "sun.nio.ch", "java.util", "java.lang.invoke")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Output.class.getName()));
    command.addAll(List.of(folder.toString(), String.valueOf(SCANS), String.valueOf(CLASSES)));

    TestProcess.Result ended = TestProcess.run(new ProcessBuilder(command));

    assertThat(ended.code()).as(ended.output()).isZero();
    checkTable();
    checkSummary();
    checkManifest();
  }

  private void checkTable() throws Exception {
    try (ParquetFileReader table =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(new Results(folder).parquetFiles().get(0).toUri()),
                new Configuration()))) {
      assertThat(table.getRecordCount()).isEqualTo((long) SCANS * CLASSES * (METRICS.size() + 3));
    }
  }

  private void checkSummary() throws Exception {
    JsonNode summary = json("summary.json");
    assertThat(summary.get("metric_per_case")).hasSize(SCANS);
    JsonNode last = summary.get("metric_per_case").get(SCANS - 1);
    assertThat(last.get("prediction_file").asText()).isEqualTo(Phantoms.id(SCANS - 1));
    assertThat(last.at("/metrics/4/n_pred").asLong()).isEqualTo(40_000 + SCANS - 1);
    assertThat(summary.at("/mean/3/n_ref").asDouble()).isEqualTo(50_002);
  }

  private void checkManifest() throws Exception {
    JsonNode inputs = json("run.json").at("/dataset/scans");
    assertThat(inputs).hasSize(SCANS);
    assertThat(inputs.get(SCANS - 1).get("location").asText())
        .isEqualTo("hdfs://cluster/a/folder/of/scans/" + Phantoms.id(SCANS - 1) + ".h5");
  }

  private JsonNode json(String name) throws Exception {
    return JsonMapper.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .build()
        .readTree(Files.newBufferedReader(folder.resolve(name)));
  }
}
