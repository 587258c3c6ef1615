package io.medseg.hdf5;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Shuffles and compresses chunks of one size, one after the other. One thread. */
final class ChunkEncoder implements AutoCloseable {
  private final int elementSize;
  private final byte[] shuffled;
  // Off the heap: the JVM lets no garbage collector move an array that zlib works on.
  private final ByteBuffer input;
  private final ByteBuffer output;
  private final Deflater deflater;

  ChunkEncoder(int chunkBytes, int elementSize, int level) {
    this.elementSize = elementSize;
    this.shuffled = new byte[chunkBytes];
    this.input = ByteBuffer.allocateDirect(chunkBytes);
    // zlib stores what does not shrink, 5 bytes more per 16 KiB.
    this.output = ByteBuffer.allocateDirect(chunkBytes + chunkBytes / 1000 + 1024);
    this.deflater = new Deflater(level);
  }

  /** The encoded chunk, valid until the next. */
  ByteBuffer encode(byte[] chunk) {
    Shuffle.apply(chunk, shuffled, chunk.length, elementSize);
    input.clear().put(shuffled).flip();
    output.clear();
    deflater.reset();
    deflater.setInput(input);
    deflater.finish();
    deflater.deflate(output);
    if (!deflater.finished()) {
      throw new IllegalStateException("A chunk of " + chunk.length + " bytes grew too much");
    }
    return output.flip();
  }

  @Override
  public void close() {
    deflater.end();
  }
}
