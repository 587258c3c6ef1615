package io.medseg.export;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;

import io.medseg.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * Writes the long table of scores as Parquet, for pandas, DuckDB and Spark. Of its rows no more are
 * in memory than a row group holds.
 */
public final class ScoreTable {
  /** Name of its folder inside the results. */
  public static final String NAME = "scores.parquet";

  private static final String PART = "part-00000.snappy.parquet";

  private static final long ROW_GROUP_BYTES = 8 << 20;

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(BINARY)
          .as(stringType())
          .named("run_id")
          .required(BINARY)
          .as(stringType())
          .named("dataset")
          .required(BINARY)
          .as(stringType())
          .named("scan_id")
          .optional(BINARY)
          .as(stringType())
          .named("subject_id")
          .required(BINARY)
          .as(stringType())
          .named("category")
          .required(BINARY)
          .as(stringType())
          .named("metric")
          .required(DOUBLE)
          .named("value")
          .required(BINARY)
          .as(stringType())
          .named("unit")
          .named("scores");

  private ScoreTable() {}

  /**
   * Writes the rows, in their order, into the one file of the folder {@link #NAME}; the file
   * appears when it is complete. What was in the folder is removed.
   *
   * @throws InputException if it cannot be written
   */
  public static void write(Iterator<ScoreRow> rows, Path results, Configuration hadoop) {
    Path table = new Path(results, NAME);
    try {
      AtomicFile.files(table, hadoop).delete(table, true);
      AtomicFile.write(new Path(table, PART), hadoop, out -> write(rows, out));
    } catch (IOException e) {
      throw new InputException(
          "Cannot write results to " + results + ": " + NAME + ": " + e.getMessage(), e);
    }
  }

  private static void write(Iterator<ScoreRow> rows, OutputStream out) throws IOException {
    try (ParquetWriter<ScoreRow> writer =
        new Builder(new StreamOutputFile(out))
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build()) {
      while (rows.hasNext()) {
        writer.write(rows.next());
      }
    }
  }

  private static final class Builder extends ParquetWriter.Builder<ScoreRow, Builder> {
    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<ScoreRow> getWriteSupport(Configuration configuration) {
      return new Rows();
    }
  }

  /** Hands rows to Parquet column by column. */
  private static final class Rows extends WriteSupport<ScoreRow> {
    private RecordConsumer consumer;

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(SCHEMA, new HashMap<>());
    }

    @Override
    public void prepareForWrite(RecordConsumer target) {
      consumer = target;
    }

    @Override
    public void write(ScoreRow row) {
      consumer.startMessage();
      text("run_id", row.runId());
      text("dataset", row.dataset());
      text("scan_id", row.scanId());
      if (row.subjectId() != null) {
        text("subject_id", row.subjectId());
      }
      text("category", row.category());
      text("metric", row.metric());
      consumer.startField("value", SCHEMA.getFieldIndex("value"));
      consumer.addDouble(row.value());
      consumer.endField("value", SCHEMA.getFieldIndex("value"));
      text("unit", row.unit());
      consumer.endMessage();
    }

    private void text(String column, String value) {
      int index = SCHEMA.getFieldIndex(column);
      consumer.startField(column, index);
      consumer.addBinary(Binary.fromString(value));
      consumer.endField(column, index);
    }
  }
}
