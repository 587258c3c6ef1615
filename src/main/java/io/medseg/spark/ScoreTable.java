package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.export.ScoreRow;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes the long table of scores as Parquet, for pandas, DuckDB and Spark itself. */
public final class ScoreTable {
  /** Name of its folder inside the results. */
  public static final String NAME = "scores.parquet";

  private static final StructType SCHEMA =
      new StructType()
          .add("run_id", DataTypes.StringType, false)
          .add("dataset", DataTypes.StringType, false)
          .add("scan_id", DataTypes.StringType, false)
          .add("subject_id", DataTypes.StringType, true)
          .add("category", DataTypes.StringType, false)
          .add("metric", DataTypes.StringType, false)
          .add("value", DataTypes.DoubleType, false)
          .add("unit", DataTypes.StringType, false);

  private ScoreTable() {}

  /**
   * Writes the rows, in their order, into one file of the folder {@link #NAME}; it appears when it
   * is complete.
   *
   * @throws InputException if it cannot be written
   */
  public static void write(JavaSparkContext spark, List<ScoreRow> rows, Path results) {
    Path table = new Path(results, NAME);
    Path temporary = new Path(results, "." + NAME + ".part");
    SparkSession sql = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    try {
      sql.createDataFrame(rows.stream().map(ScoreTable::row).toList(), SCHEMA)
          .coalesce(1)
          .write()
          .mode("overwrite")
          .parquet(temporary.toString());
      FileSystem files = results.getFileSystem(spark.hadoopConfiguration());
      files.delete(table, true);
      if (!files.rename(temporary, table)) {
        throw new IOException("cannot rename " + temporary);
      }
    } catch (Exception e) {
      // Scala declares nothing: what a full disk or a removed folder makes of a task comes as
      // SparkException.
      throw problem(results, e);
    }
  }

  private static RuntimeException problem(Path results, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return new InputException(
            "Cannot write results to %s: %s: %s".formatted(results, NAME, cause.getMessage()), e);
      }
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  private static Row row(ScoreRow row) {
    return RowFactory.create(
        row.runId(),
        row.dataset(),
        row.scanId(),
        row.subjectId(),
        row.category(),
        row.metric(),
        row.value(),
        row.unit());
  }
}
