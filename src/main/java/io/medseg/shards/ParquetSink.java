package io.medseg.shards;

import io.medseg.export.StreamOutputFile;
import io.medseg.shards.ShardFormat.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * Writes records as rows of a Parquet file: {@code scan} and {@code index} as lists, {@code x} and
 * {@code x_raw} as lists of floats, masks as bytes, shapes as lists. The first record decides which
 * columns there are.
 */
final class ParquetSink implements RecordSink {
  /** Held in memory until it is full; rows are large, so there is nothing to gain by more. */
  private static final long ROW_GROUP_BYTES = 8 << 20;

  private final OutputStream out;
  private final Compression compression;
  private ParquetWriter<ShardRecord> writer;

  ParquetSink(OutputStream out, Compression compression) {
    this.out = out;
    this.compression = compression;
  }

  @Override
  public void write(ShardRecord record) throws IOException {
    if (writer == null) {
      writer = open(ParquetRows.schema(record));
    }
    writer.write(record);
  }

  private ParquetWriter<ShardRecord> open(MessageType schema) throws IOException {
    return new Builder(new StreamOutputFile(out), schema)
        .withCompressionCodec(
            compression == Compression.GZIP
                ? CompressionCodecName.GZIP
                : CompressionCodecName.UNCOMPRESSED)
        .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
        .withDictionaryEncoding(false)
        .withRowGroupSize(ROW_GROUP_BYTES)
        .build();
  }

  @Override
  public void close() throws IOException {
    if (writer == null) {
      writer = open(ParquetRows.empty());
    }
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<ShardRecord, Builder> {
    private final MessageType schema;

    Builder(OutputFile file, MessageType schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<ShardRecord> getWriteSupport(Configuration configuration) {
      return new Rows(schema);
    }
  }

  /** Hands records to Parquet column by column. */
  private static final class Rows extends WriteSupport<ShardRecord> {
    private final MessageType schema;
    private RecordConsumer consumer;

    Rows(MessageType schema) {
      this.schema = schema;
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema, new HashMap<>());
    }

    @Override
    public void prepareForWrite(RecordConsumer target) {
      consumer = target;
    }

    @Override
    public void write(ShardRecord record) {
      consumer.startMessage();
      list(
          "scan",
          record.scans().size(),
          i -> consumer.addBinary(Binary.fromString(record.scans().get(i))));
      list("index", record.indices().length, i -> consumer.addInteger(record.indices()[i]));
      array("x", record.x());
      array("x_raw", record.xRaw());
      array("y", record.y());
      consumer.endMessage();
    }

    private void array(String name, ArrayBytes array) {
      if (array == null) {
        return;
      }
      if (array.type() == ArrayBytes.Type.FLOAT32) {
        FloatBytes values = FloatBytes.of(array);
        list(name, values.count(), i -> consumer.addFloat(values.get(i)));
      } else {
        field(name, () -> consumer.addBinary(Binary.fromConstantByteArray(array.bytes())));
      }
      int[] shape = array.shape().toArray();
      list(name + "_shape", shape.length, i -> consumer.addInteger(shape[i]));
    }

    private interface Value {
      void add(int index);
    }

    private void list(String name, int count, Value value) {
      field(
          name,
          () -> {
            consumer.startGroup();
            if (count > 0) {
              consumer.startField("list", 0);
              for (int i = 0; i < count; i++) {
                consumer.startGroup();
                consumer.startField("element", 0);
                value.add(i);
                consumer.endField("element", 0);
                consumer.endGroup();
              }
              consumer.endField("list", 0);
            }
            consumer.endGroup();
          });
    }

    private void field(String name, Runnable content) {
      int index = schema.getFieldIndex(name);
      consumer.startField(name, index);
      content.run();
      consumer.endField(name, index);
    }
  }
}
