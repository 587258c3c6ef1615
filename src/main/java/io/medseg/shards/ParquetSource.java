package io.medseg.shards;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/** Reads the inputs {@code x} of a Parquet file that {@link ParquetSink} wrote. One thread. */
final class ParquetSource implements InputSource, AutoCloseable {
  private static final String NAME = "x";

  private final ParquetFileReader file;
  private final MessageType schema;
  private ColumnReader values;

  /** Rows of this group that were not read yet. */
  private long left;

  private byte[] buffer = new byte[1 << 16];

  ParquetSource(Path path, Configuration hadoop) throws IOException {
    file = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop));
    MessageType all = file.getFileMetaData().getSchema();
    schema = all.containsField(NAME) ? new MessageType(all.getName(), all.getType(NAME)) : null;
    if (schema != null) {
      file.setRequestedSchema(schema);
    }
  }

  @Override
  public FloatBytes next() throws IOException {
    while (left == 0) {
      PageReadStore pages = schema == null ? null : file.readNextRowGroup();
      if (pages == null) {
        return null;
      }
      values =
          new ColumnReadStoreImpl(
                  pages,
                  new DummyRecordConverter(schema).getRootConverter(),
                  schema,
                  file.getFileMetaData().getCreatedBy())
              .getColumnReader(schema.getColumns().get(0));
      left = pages.getRowCount();
    }
    int count = 0;
    do {
      if (buffer.length < (count + 1) * Float.BYTES) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
      ByteBuffer.wrap(buffer)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putFloat(count++ * Float.BYTES, values.getFloat());
      values.consume();
    } while (values.getCurrentRepetitionLevel() > 0);
    left--;
    return new FloatBytes(buffer, 0, count * Float.BYTES);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
