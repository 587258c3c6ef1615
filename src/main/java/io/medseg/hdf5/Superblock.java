package io.medseg.hdf5;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The head of an HDF5 file.
 *
 * @param base position of the signature: what is added to every address
 * @param addressWidth bytes of an address
 * @param lengthWidth bytes of a length
 * @param root address of the header of the root group
 * @param extension address of an object header that says more, or {@link Fields#UNDEFINED}
 */
record Superblock(long base, int addressWidth, int lengthWidth, long root, long extension) {
  /** No superblock that is read is shorter: nothing else lies before. */
  static final int LEAST_BYTES = 24;

  private static final byte[] SIGNATURE = "\211HDF\r\n\032\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final String NAME = "superblock";
  private static final int MOST_BYTES = 128;

  /** Consistency flags: some program writes to it, or writes to it while others read (SWMR). */
  private static final int WRITING = 1;

  private static final int SWMR_WRITING = 4;
  private static final int KNOWN_FLAGS = 7;

  /** The first version whose flags a reader heeds. */
  private static final int FLAGS_COUNT = 3;

  static Superblock read(ByteSource source) throws IOException {
    long base = signature(source);
    byte[] head = new byte[(int) Math.min(MOST_BYTES, source.size() - base)];
    source.read(base, head, 0, head.length);
    Fields fields = new Fields(head, 8, 8, NAME);
    fields.skip(SIGNATURE.length);
    int version = fields.version(0, 3);
    return version < 2 ? early(source, base, head, version) : late(source, base, head, version);
  }

  /** Where the file begins: at 0, or behind a user block of 512 bytes, 1024, 2048 and so on. */
  private static long signature(ByteSource source) throws IOException {
    byte[] bytes = new byte[SIGNATURE.length];
    for (long at = 0; at <= source.size() - bytes.length; at = at == 0 ? 512 : 2 * at) {
      source.read(at, bytes, 0, bytes.length);
      if (Arrays.equals(bytes, SIGNATURE)) {
        return at;
      }
    }
    throw new Refusal("it is not HDF5, or damaged (No valid HDF5 signature found)");
  }

  private static Superblock early(ByteSource source, long base, byte[] head, int version) {
    Fields start = new Fields(head, 8, 8, NAME);
    start.skip(SIGNATURE.length + 5);
    int addressWidth = width(start.u8());
    int lengthWidth = width(start.u8());
    Fields fields = new Fields(head, addressWidth, lengthWidth, NAME);
    fields.skip(start.position() + 1 + 4);
    checkFlags(version, fields.u32());
    fields.skip(version == 1 ? 4 : 0);
    long stated = fields.address();
    fields.address();
    long end = fields.address();
    if (fields.address() != Fields.UNDEFINED) {
      throw new Refusal(
          "it is one of several files that make up one (HDF5 driver family, split or multi), or damaged");
    }
    checkEnd(source, end - stated + base);
    // The place of a name: the specification says an address, libhdf5 writes a length.
    fields.length();
    return new Superblock(base, addressWidth, lengthWidth, fields.address(), Fields.UNDEFINED);
  }

  private static Superblock late(ByteSource source, long base, byte[] head, int version) {
    Fields start = new Fields(head, 8, 8, NAME);
    start.skip(SIGNATURE.length + 1);
    int addressWidth = width(start.u8());
    int lengthWidth = width(start.u8());
    Fields fields = new Fields(head, addressWidth, lengthWidth, NAME);
    fields.skip(start.position());
    int flags = fields.u8();
    long stated = fields.address();
    long extension = fields.address();
    long end = fields.address();
    long root = fields.address();
    int length = fields.position();
    if (fields.u32() != Metadata.checksum(Arrays.copyOf(head, length))) {
      throw fields.damaged("its checksum does not fit");
    }
    checkFlags(version, flags);
    checkEnd(source, end - stated + base);
    return new Superblock(base, addressWidth, lengthWidth, root, extension);
  }

  private static int width(int stated) {
    if (stated != 2 && stated != 4 && stated != 8) {
      throw new Refusal(
          "the superblock has addresses or lengths of "
              + stated
              + " bytes: it is damaged, or not supported; expected 2, 4 or 8");
    }
    return stated;
  }

  // As libhdf5 does, which lets nobody read a file whose writer has not closed it.
  private static void checkFlags(int version, long flags) {
    if ((flags & ~KNOWN_FLAGS) != 0) {
      throw new Refusal("the superblock is damaged: its consistency flags are " + flags);
    }
    if (version >= FLAGS_COUNT && (flags & (WRITING | SWMR_WRITING)) != 0) {
      throw new Refusal(
          "it is open for writing, or its writer was ended before it closed the file; wait for the writer, or make it anew (if the data are known to be whole, \"h5clear -s\" clears the mark)");
    }
  }

  private static void checkEnd(ByteSource source, long end) {
    if (end > source.size()) {
      throw new Refusal("it is cut short: " + source.size() + " of " + end + " bytes are there");
    }
  }
}
