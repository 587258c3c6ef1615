package io.medseg.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreTableIT {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  private void write(Stream<ScoreRow> rows) {
    ScoreTable.write(rows.iterator(), new org.apache.hadoop.fs.Path(folder.toUri()), HADOOP);
  }

  private static ScoreRow row(String scan, String subject, double value) {
    return new ScoreRow("run ü", "knees", scan, subject, "体 \"m\"", "DSC", value, "");
  }

  private static List<ScoreRow> odd() {
    return List.of(
        row("a", null, Double.NaN),
        row("b", "", Double.POSITIVE_INFINITY),
        row("c", "s", -0.0),
        row("d", "s", Double.MIN_VALUE),
        row("\uD83E\uDDE0", "s", 0.1));
  }

  @Test
  void sparkReadsEveryRowInItsOrder() {
    write(odd().stream());

    List<ScoreRow> read = new ArrayList<>();
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      var table = spark.read().parquet(folder.resolve(ScoreTable.NAME).toString());
      assertThat(table.schema().toDDL())
          .isEqualTo(
              "run_id STRING,dataset STRING,scan_id STRING,subject_id STRING,category STRING,"
                  + "metric STRING,value DOUBLE,unit STRING");
      table.collectAsList().forEach(row -> read.add(scoreRow(row)));
    }

    assertThat(read).isEqualTo(odd());
  }

  private static ScoreRow scoreRow(Row row) {
    return new ScoreRow(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getDouble(6),
        row.getString(7));
  }

  @Test
  void onlyTheSubjectMayBeMissing() throws Exception {
    write(Stream.empty());

    Path file = folder.resolve(ScoreTable.NAME).resolve("part-00000.snappy.parquet");
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), HADOOP))) {
      assertThat(reader.getRecordCount()).isZero();
      assertThat(reader.getFileMetaData().getSchema().getFields().stream().map(Object::toString))
          .containsExactly(
              "required binary run_id (STRING)",
              "required binary dataset (STRING)",
              "required binary scan_id (STRING)",
              "optional binary subject_id (STRING)",
              "required binary category (STRING)",
              "required binary metric (STRING)",
              "required double value",
              "required binary unit (STRING)");
    }
  }

  /** Earlier runs named their files otherwise; a reader takes all that it finds. */
  @Test
  void nothingStaysOfAnEarlierTable() throws Exception {
    Path table = Files.createDirectories(folder.resolve(ScoreTable.NAME));
    Files.writeString(table.resolve("part-00000-1b4e28ba.snappy.parquet"), "old");
    Files.writeString(table.resolve("_SUCCESS"), "");

    write(odd().stream());

    try (Stream<Path> files = Files.list(table)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly("part-00000.snappy.parquet");
    }
  }

  @Test
  void whatCannotBeWrittenIsNamed() throws Exception {
    Files.writeString(folder.resolve("results"), "a file");
    org.apache.hadoop.fs.Path results =
        new org.apache.hadoop.fs.Path(folder.resolve("results").toUri());

    assertThatThrownBy(() -> ScoreTable.write(odd().iterator(), results, HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot write results to " + results + ": scores.parquet: ");
  }
}
