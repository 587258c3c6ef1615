package io.medseg.shards;

import io.medseg.export.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes whole numbers as NumPy's {@code .npy}, version 1.0: one axis of little-endian int64.
 *
 * <p>Source: numpy.lib.format.
 */
final class NumpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final int CHUNK = 8192;

  private NumpyFile() {}

  static void write(Path file, long[] values, Configuration hadoop) throws IOException {
    AtomicFile.write(
        file,
        hadoop,
        out -> {
          out.write(header(values.length));
          ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            chunk.asLongBuffer().put(values, from, count);
            out.write(chunk.array(), 0, count * Long.BYTES);
          }
        });
  }

  private static byte[] header(int count) {
    String text = "{'descr': '<i8', 'fortran_order': False, 'shape': (" + count + ",), }";
    int before = MAGIC.length + Short.BYTES;
    int padding = ALIGNMENT - (before + text.length() + 1) % ALIGNMENT;
    byte[] description = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(before + description.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) description.length)
        .put(description)
        .array();
  }
}
