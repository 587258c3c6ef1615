package io.medseg.hdf5;

import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shows jhdf the object headers of HDF5 1.12 and later as those of 1.10. With libver="latest" they
 * state a data type version that jhdf 0.13 does not know, though numbers are encoded as before. The
 * version and the header's checksum are replaced in what jhdf reads; nothing else differs. Format:
 * HDF5 File Format Specification 3.0, IV.A.1.b (version 2 object headers).
 */
final class HeaderPatch implements ByteSource {
  private static final int HEADER = 0x5244484f; // OHDR
  private static final int CONTINUATION = 0x4b48434f; // OCHK
  private static final byte[] FILE = "\211HDF\r\n\032\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final int DATATYPE_MESSAGE = 3;
  private static final int ATTRIBUTE_MESSAGE = 0x0c;
  private static final int CONTINUATION_MESSAGE = 0x10;
  private static final int SHARED = 2;
  private static final int MOST = 1 << 20;

  private final ByteSource source;
  private final Set<Long> known = new HashSet<>();
  private final NavigableMap<Long, byte[]> patches = new TreeMap<>();
  private long base = -1;

  HeaderPatch(ByteSource source) {
    this.source = source;
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    source.read(position, target, offset, length);
    if (position <= source.size() - 16 && bytes(position, 4).getInt() == HEADER) {
      learnHeader(position);
    }
    Long first = patches.floorKey(position);
    patches
        .subMap(first == null ? position : first, position + length)
        .forEach((at, patch) -> apply(at, patch, position, target, offset, length));
  }

  private static void apply(
      long at, byte[] patch, long position, byte[] target, int offset, int length) {
    long from = Math.max(at, position);
    int count = (int) (Math.min(at + patch.length, position + length) - from);
    if (count > 0) {
      System.arraycopy(patch, (int) (from - at), target, (int) (offset + from - position), count);
    }
  }

  private void learnHeader(long at) throws IOException {
    if (!known.add(at)) {
      return;
    }
    ByteBuffer start = bytes(at, (int) Math.min(34, source.size() - at));
    int flags = start.get(5);
    int prefix = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    int width = 1 << (flags & 3);
    if (start.get(4) != 2 || prefix + width > start.limit()) {
      return;
    }
    long messages = number(start, prefix, width);
    if (messages >= 0 && messages < MOST) {
      learn(at, prefix + width, (int) messages, (flags & 4) != 0);
    }
  }

  /** Patches a block of messages that ends with a checksum. */
  private void learn(long at, int prefix, int messages, boolean ordered) throws IOException {
    int length = prefix + messages + Integer.BYTES;
    if (at < 0 || at > source.size() - length) {
      return;
    }
    ByteBuffer block = bytes(at, length);
    if (patchMessages(block, prefix, prefix + messages, ordered)) {
      byte[] patch = block.array();
      block.putInt(prefix + messages, ChecksumUtils.checksum(block.slice(0, prefix + messages)));
      patches.put(at, patch);
    }
  }

  private boolean patchMessages(ByteBuffer block, int from, int to, boolean ordered)
      throws IOException {
    boolean patched = false;
    int prefix = ordered ? 6 : 4;
    int at = from;
    while (at + prefix <= to) {
      int type = block.get(at);
      int flags = block.get(at + 3);
      int body = at + prefix;
      int next = body + (block.getShort(at + 1) & 0xffff);
      if (next > to) {
        break;
      }
      if (type == DATATYPE_MESSAGE && (flags & SHARED) == 0) {
        patched |= DatatypeVersion.lower(block, body, next);
      } else if (type == ATTRIBUTE_MESSAGE && next - body > 9) {
        patched |= patchAttribute(block, body, next);
      } else if (type == CONTINUATION_MESSAGE && next - body >= 16) {
        learnContinuation(block.getLong(body), block.getLong(body + 8), ordered);
      }
      at = next;
    }
    return patched;
  }

  // Version 3: version, flags, lengths of name, type and space, character set, name, type.
  private static boolean patchAttribute(ByteBuffer block, int body, int next) {
    boolean sharedType = (block.get(body + 1) & 1) != 0;
    int type = body + 9 + (block.getShort(body + 2) & 0xffff);
    return block.get(body) == 3
        && !sharedType
        && type < next
        && DatatypeVersion.lower(block, type, next);
  }

  private void learnContinuation(long address, long length, boolean ordered) throws IOException {
    long at = address + base();
    boolean sane = length >= 8 && length < MOST && at >= 0 && at <= source.size() - length;
    if (sane && known.add(at) && bytes(at, 4).getInt() == CONTINUATION) {
      learn(at, 4, (int) length - 8, ordered);
    }
  }

  /**
   * Where the file begins, behind a user block.
   *
   * @throws Refusal if it begins nowhere
   */
  long signature() throws IOException {
    long at = base();
    if (at > source.size() - FILE.length || !bytes(at, FILE.length).equals(ByteBuffer.wrap(FILE))) {
      throw new Refusal("it is not HDF5, or damaged (No valid HDF5 signature found)");
    }
    return at;
  }

  /** What is added to addresses: the length of the user block in front of the signature. */
  private long base() throws IOException {
    if (base < 0) {
      base = 0;
      for (long at = 0; at <= source.size() - FILE.length; at = at == 0 ? 512 : 2 * at) {
        if (bytes(at, FILE.length).equals(ByteBuffer.wrap(FILE))) {
          base = at;
          break;
        }
      }
    }
    return base;
  }

  private static long number(ByteBuffer bytes, int at, int width) {
    return switch (width) {
      case 1 -> bytes.get(at) & 0xff;
      case 2 -> bytes.getShort(at) & 0xffff;
      case 4 -> bytes.getInt(at);
      default -> bytes.getLong(at);
    };
  }

  private ByteBuffer bytes(long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    source.read(at, bytes, 0, length);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
