package io.medseg.shards;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes records as TFRecord: length (uint64), its masked CRC32C (uint32), the {@code
 * tf.train.Example}, its masked CRC32C; all little-endian.
 *
 * <p>Source: TensorFlow's description of the format and its record_writer.h.
 */
final class TfRecordSink implements RecordSink {
  private static final int MASK_DELTA = 0xa282ead8;

  private final OutputStream out;

  TfRecordSink(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(ShardRecord record) throws IOException {
    ExampleMessage example = message(record);
    byte[] length = little(Long.BYTES).putLong(example.length()).array();
    CRC32C ofLength = new CRC32C();
    ofLength.update(length);
    out.write(length);
    out.write(masked(ofLength));
    CRC32C ofExample = new CRC32C();
    example.writeTo(out, ofExample);
    out.write(masked(ofExample));
  }

  private static ExampleMessage message(ShardRecord record) {
    ExampleMessage example = new ExampleMessage();
    example.integers("index", Arrays.stream(record.indices()).asLongStream().toArray());
    example.texts("scan", record.scans());
    example.array("x", record.x());
    if (record.xRaw() != null) {
      example.array("x_raw", record.xRaw());
    }
    if (record.y() != null) {
      example.array("y", record.y());
    }
    return example;
  }

  /** A checksum rotated and shifted, as the format wants it: it may be stored among its data. */
  static int masked(int checksum) {
    return (checksum >>> 15 | checksum << 17) + MASK_DELTA;
  }

  private static byte[] masked(CRC32C checksum) {
    return little(Integer.BYTES).putInt(masked((int) checksum.getValue())).array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
