package io.medseg.hdf5;

import java.util.BitSet;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the filters of chunks, in two buffers that are used again and again. One thread; close it
 * to free the inflater.
 */
final class ChunkDecoder implements AutoCloseable {
  /** Buffers up to here are kept for the next chunks. */
  private static final int KEPT = 16 << 20;

  private static final byte[] NONE = {};

  private final Inflater inflater = new Inflater();
  private byte[] current = NONE;
  private byte[] next = NONE;
  private int length;

  /** The buffer to put a stored chunk of this length into, before {@link #decode}. */
  byte[] input(int storedLength) {
    if (current.length < storedLength) {
      // Not held while the new one is made: the chunk may be large.
      current = NONE;
      current = new byte[storedLength];
    }
    length = storedLength;
    return current;
  }

  /**
   * Undoes the pipeline on what was put into {@link #input}.
   *
   * @param skipped filters that were not applied to this chunk, by place in the pipeline
   * @param expected bytes of a decoded chunk
   * @return a buffer that begins with these bytes; valid until the next call
   * @throws Refusal if the chunk is damaged
   */
  byte[] decode(List<Filter> pipeline, BitSet skipped, int expected) {
    for (int i = pipeline.size() - 1; i >= 0; i--) {
      if (!skipped.get(i)) {
        undo(pipeline.get(i), expected + checksums(pipeline.subList(0, i), skipped));
      }
    }
    if (length != expected) {
      throw new Refusal("a chunk has " + length + " bytes; expected " + expected);
    }
    return current;
  }

  private static int checksums(List<Filter> before, BitSet skipped) {
    int bytes = 0;
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).kind() == Filter.Kind.FLETCHER32 && !skipped.get(i)) {
        bytes += Fletcher32.LENGTH;
      }
    }
    return bytes;
  }

  private void undo(Filter filter, int unpackedLength) {
    switch (filter.kind()) {
      case FLETCHER32 -> length = Fletcher32.verify(current, length);
      case SHUFFLE -> {
        if (filter.elementSize() > 1) {
          reserve(length);
          Shuffle.undo(current, next, length, filter.elementSize());
          swap(length);
        }
      }
      case LZF -> {
        reserve(unpackedLength);
        Lzf.decode(current, length, next, unpackedLength);
        swap(unpackedLength);
      }
      case DEFLATE -> {
        reserve(unpackedLength);
        inflate(unpackedLength);
        swap(unpackedLength);
      }
    }
  }

  private void inflate(int unpackedLength) {
    inflater.reset();
    inflater.setInput(current, 0, length);
    try {
      int done = 0;
      while (done < unpackedLength) {
        int count = inflater.inflate(next, done, unpackedLength - done);
        if (count == 0) {
          throw new Refusal("a chunk is damaged (gzip data ends early)");
        }
        done += count;
      }
      // The Adler-32 checksum stands behind the data and is only compared when it is asked for.
      byte[] more = new byte[1];
      while (!inflater.finished()) {
        if (inflater.inflate(more) > 0 || inflater.needsInput()) {
          throw new Refusal("a chunk is damaged (gzip data too long or cut)");
        }
      }
    } catch (DataFormatException e) {
      throw new Refusal("a chunk is damaged (gzip: " + e.getMessage() + ")", e);
    }
  }

  /** Frees large buffers, once all chunks of a dataset were decoded. */
  void trim() {
    current = current.length > KEPT ? NONE : current;
    next = next.length > KEPT ? NONE : next;
  }

  private void reserve(int size) {
    if (next.length < size) {
      next = NONE;
      next = new byte[size];
    }
  }

  private void swap(int newLength) {
    byte[] decoded = next;
    next = current;
    current = decoded;
    length = newLength;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
