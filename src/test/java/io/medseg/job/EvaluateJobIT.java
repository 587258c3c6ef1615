package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the evaluate job does the whole way from files to files: every result is there, the
 * results are the same for any number of partitions, any layout and both loaders that cut slices,
 * and the table of scores has the schema that is documented.
 */
class EvaluateJobIT {
  private static final int SCANS = 4;

  @TempDir static Path folder;

  private static Phantoms phantoms;
  private static Results first;
  private static JobRunner.Result printed;

  /** The run that the others are compared with. */
  @BeforeAll
  static void run() {
    int[] scans = Phantoms.upTo(SCANS);
    phantoms = Phantoms.in(folder).volumes(scans).slices(scans).single(scans);
    printed = JobRunner.local().run(phantoms.evaluate("first", "--run-id=one", "--partitions=1"));
    printed.fine();
    first = new Results(folder.resolve("first"));
  }

  private static Results evaluate(String output, String... more) {
    JobRunner.local().run(phantoms.evaluate(output, more)).fine();
    return new Results(folder.resolve(output));
  }

  @Test
  void writesEveryFileAndNothingElse() {
    assertThat(first.names())
        .containsExactly(
            "failures.csv",
            "ledger",
            "metrics.csv",
            "report.html",
            "results.txt",
            "run.json",
            "scores.parquet",
            "summary.json");
    assertThat(first.text("failures.csv").strip()).isEqualTo("scan,stage,message");
  }

  @Test
  void printsTableAndWhereTheResultsAre() {
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out())
        .contains("femoral cartilage", "tibial cartilage", "meniscus", "DSC", "ASSD (mm)")
        .contains("4 scans evaluated, 0 failed. Results are in " + folder.resolve("first"));
  }

  /** The bundled model was trained on other phantoms in this size and knows its trade. */
  @Test
  void scoresAreThoseOfAModelThatWorks() {
    assertThat(first.metrics()).hasSize(SCANS * 6);
    for (int scan : Phantoms.upTo(SCANS)) {
      for (double dice : first.metrics().get(Phantoms.id(scan) + " DSC")) {
        assertThat(dice).as("Dice of scan %d", scan).isBetween(0.7, 1.0);
      }
    }
  }

  @Test
  void manifestTellsWhatWasRunWithWhat() {
    JsonNode run = first.json("run.json");

    assertThat(run.at("/run_id").asText()).isEqualTo("one");
    assertThat(run.at("/dataset/name").asText()).isEqualTo("volumes");
    assertThat(run.at("/dataset/scans")).hasSize(SCANS);
    assertThat(run.at("/dataset/scans_sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(run.at("/model/location").asText())
        .isEqualTo(Phantoms.model("phantom_unet2d").toString());
    assertThat(run.at("/model/fingerprint").asText()).matches("[0-9a-f]{64}");
    assertThat(run.at("/counts/scans").asInt()).isEqualTo(SCANS);
    assertThat(run.at("/counts/evaluated").asInt()).isEqualTo(SCANS);
    assertThat(run.at("/counts/failed").asInt()).isZero();
    assertThat(run.at("/counts/elements").asInt()).isEqualTo(SCANS * Phantoms.DEPTH);
    assertThat(run.at("/counts/partitions").asInt()).isEqualTo(1);
    assertThat(run.at("/counts/voxels").asInt())
        .isEqualTo(SCANS * Phantoms.SIZE * Phantoms.SIZE * Phantoms.DEPTH);
    assertThat(run.at("/experiment/settings/TEST_BATCH_SIZE").asInt()).isEqualTo(3);
    assertThat(run.at("/software/medseg_spark").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(run.at("/software/spark_master").asText()).isEqualTo("local[2]");
    assertThat(run.at("/seconds/model").asDouble()).isPositive();
  }

  @Test
  void numberOfPartitionsChangesNothing() throws IOException {
    for (int partitions : new int[] {2, 7}) {
      Results other = evaluate("p" + partitions, "--run-id=one", "--partitions=" + partitions);

      assertThat(other.json("run.json").at("/counts/partitions").asInt()).isEqualTo(partitions);
      assertSameResults(other);
      assertThat(other.text("summary.json")).isEqualTo(first.text("summary.json"));
      assertThat(rows(other)).isEqualTo(rows(first));
      assertThat(other.parquetFiles()).hasSize(1);
      assertThat(Files.readAllBytes(other.parquetFiles().get(0)))
          .isEqualTo(Files.readAllBytes(first.parquetFiles().get(0)));
    }
  }

  private static void assertSameResults(Results other) {
    assertThat(other.text("metrics.csv")).isEqualTo(first.text("metrics.csv"));
    assertThat(other.text("failures.csv")).isEqualTo(first.text("failures.csv"));
    assertThat(other.timelessText()).isEqualTo(first.timelessText());
  }

  @Test
  void everyLayoutGivesTheSame() {
    assertSameResults(evaluate("of-slices", "--dataset=slices"));
    assertSameResults(evaluate("of-single", "--dataset=single"));
  }

  @Test
  void bothLoadersOfSlicesGiveTheSame() {
    assertSameResults(evaluate("default-volumes", "TAG", "DefaultDataLoader"));
    assertSameResults(evaluate("default-slices", "--dataset=slices", "TAG", "'DefaultDataLoader'"));
  }

  @Test
  void batchSizeChangesNothing() {
    assertSameResults(evaluate("batches", "TEST_BATCH_SIZE", "8"));
  }

  /** Digits of Arabic in file names or numbers would be found nowhere. */
  @Test
  void languageOfTheMachineChangesNothing() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat("%d".formatted(1)).isNotEqualTo("1");
      Results other = evaluate("arabic", "--dataset=slices");
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertSameResults(other);
      assertSameResults(evaluate("turkish", "--parity=MedSegPy", "LOSS", "DICE_LOSS"));
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Results of an earlier run are replaced whole; files of others stay. */
  @Test
  void replacesEarlierResults() {
    Results results = evaluate("again", "--dataset=volumes", "TEST_METRICS", "['DSC']");
    phantoms.write("again/notes.txt", "mine");

    evaluate("again", "--run-id=one");

    assertSameResults(results);
    assertThat(rows(results)).isEqualTo(rows(first));
    assertThat(results.text("notes.txt")).isEqualTo("mine");
    assertThat(results.names()).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void scoresHaveTheDocumentedSchema() {
    List<String> rows = rows(first);

    assertThat(rows.get(0))
        .isEqualTo(
            "run_id STRING, dataset STRING, scan_id STRING, subject_id STRING, category STRING,"
                + " metric STRING, value DOUBLE, unit STRING");
    // Six metrics and three counts of three classes.
    assertThat(rows).hasSize(1 + SCANS * 9 * 3);
    double dice = first.metrics().get(Phantoms.id(1) + " DSC")[0];
    assertThat(rows.get(1))
        .isEqualTo("[one,volumes,0000001_V00,0000001,femoral cartilage,DSC,%s,]".formatted(dice));
  }

  @Test
  void reportTellsOfTheRun() {
    assertThat(first.text("report.html"))
        .contains("phantom_unet2d on volumes", "4 evaluated, 0 failed", "femoral cartilage")
        .contains("<th scope=\"row\">model</th>", "model.fingerprint", "0000001_V00");
  }

  @Test
  void scoresOpenInPandas() throws IOException {
    PythonProgram.assume("pandas, pyarrow");
    String script =
        """
        import sys, pandas, pyarrow.parquet
        table = pandas.read_parquet(sys.argv[1])
        schema = pyarrow.parquet.read_table(sys.argv[1]).schema
        print(", ".join(f"{field.name} {field.type}" for field in schema))
        print(len(table), table["value"].dtype)
        dice = table[(table.metric == "DSC") & (table.category == "femoral cartilage")]
        print(repr(float(dice.set_index("scan_id").value["0000001_V00"])))
        """;

    TestProcess.Result found =
        PythonProgram.run("-c", script, first.folder().resolve("scores.parquet").toString());

    assertThat(found.code()).as(found.output()).isZero();
    assertThat(found.output().lines())
        .containsExactly(
            "run_id string, dataset string, scan_id string, subject_id string, category string,"
                + " metric string, value double, unit string",
            SCANS * 9 * 3 + " float64",
            String.valueOf(first.metrics().get(Phantoms.id(1) + " DSC")[0]));
  }

  /** The schema, then the rows in the order of the file. */
  private static List<String> rows(Results results) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      Dataset<Row> table =
          spark.read().parquet(results.folder().resolve("scores.parquet").toString());
      List<String> rows = new ArrayList<>();
      rows.add(table.schema().toDDL().replace(",", ", "));
      table.collectAsList().forEach(row -> rows.add(row.toString()));
      return rows;
    }
  }
}
