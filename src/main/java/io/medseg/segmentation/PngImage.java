package io.medseg.segmentation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes PNG, 8 bits of red, green and blue, without filters. By hand: javax.imageio would load the
 * windowing libraries, which slim Java installations on executors lack.
 *
 * @param pixels 0xRRGGBB, row by row
 */
record PngImage(int rows, int columns, int[] pixels) {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte BITS = 8;
  private static final byte TRUE_COLOR = 2;

  void writeTo(OutputStream out) throws IOException {
    out.write(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(columns).putInt(rows);
    writeChunk(out, "IHDR", header.put(BITS).put(TRUE_COLOR).array());
    writeChunk(out, "IDAT", compressed());
    writeChunk(out, "IEND", new byte[0]);
  }

  private byte[] compressed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zlib = new DeflaterOutputStream(bytes)) {
      byte[] line = new byte[1 + 3 * columns];
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int pixel = pixels[row * columns + column];
          line[1 + 3 * column] = (byte) (pixel >> 16);
          line[2 + 3 * column] = (byte) (pixel >> 8);
          line[3 + 3 * column] = (byte) pixel;
        }
        zlib.write(line);
      }
    }
    return bytes.toByteArray();
  }

  private static void writeChunk(OutputStream out, String kind, byte[] data) throws IOException {
    byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
    out.write(chunk.putInt(data.length).put(name).put(data).putInt((int) sum.getValue()).array());
  }
}
