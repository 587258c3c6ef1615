package io.medseg.hdf5;

import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The structures of an open HDF5 file other than elements of datasets: reads them by address and
 * checks what can be checked. Format: HDF5 File Format Specification 3.0. One thread at a time.
 */
final class Metadata {
  /** No single structure of a file that is right comes near. */
  private static final long MOST_BYTES = 64 << 20;

  private static final int CHECKSUM = 4;

  private final ByteSource source;
  private final Superblock superblock;
  private CacheImage image = CacheImage.NONE;
  private SharedMessages shared;

  private Metadata(ByteSource source, Superblock superblock) {
    this.source = source;
    this.superblock = superblock;
  }

  /**
   * Reads what says how the file is to be read.
   *
   * @throws Refusal if it is no HDF5 file, is open for writing, cut short or damaged
   */
  static Metadata open(ByteSource source) throws IOException {
    Superblock superblock = Superblock.read(source);
    Metadata metadata = new Metadata(source, superblock);
    metadata.shared = SharedMessages.none(metadata);
    if (superblock.extension() != Fields.UNDEFINED) {
      ObjectHeader extension = metadata.header(superblock.extension());
      if (extension.has(ObjectHeader.DRIVER)) {
        throw new Refusal(
            "it is one of several files that make up one (HDF5 driver family, split or multi); write it as one, as h5repack does");
      }
      metadata.image = CacheImage.of(metadata, extension);
      metadata.shared = SharedMessages.of(metadata, extension);
    }
    return metadata;
  }

  /** Where the header of the root group lies. */
  long root() {
    return superblock.root();
  }

  /** What is added to an address to have a position in the file. */
  long base() {
    return superblock.base();
  }

  long fileSize() {
    return source.size();
  }

  int addressWidth() {
    return superblock.addressWidth();
  }

  ObjectHeader header(long address) {
    return ObjectHeader.read(this, address);
  }

  SharedMessages shared() {
    return shared;
  }

  /** So many bytes at an address. */
  Fields read(long address, long count, String kind) {
    String what = kind + " at " + address;
    long position = address + base();
    if (count > MOST_BYTES) {
      throw new Refusal("the %s is damaged: it would have %d bytes".formatted(what, count));
    }
    if (address < 0 || count < 0 || position < 0 || position > source.size() - count) {
      throw new Refusal(
          "the %s is damaged: %d bytes lie beyond the end of the file (%d bytes)"
              .formatted(what, count, source.size()));
    }
    byte[] bytes = new byte[(int) count];
    try {
      source.read(position, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    image.apply(address, bytes);
    return new Fields(bytes, superblock.addressWidth(), superblock.lengthWidth(), what);
  }

  /** As many bytes of these as the file has. */
  Fields readUpTo(long address, long count, String kind) {
    return read(address, Math.min(count, source.size() - base() - address), kind);
  }

  /**
   * A structure that begins with a signature and ends with a checksum, which is not among the
   * fields.
   *
   * @param count bytes, the checksum among them
   */
  Fields checked(long address, long count, String signature, String kind) {
    Fields fields = unsigned(address, count, kind);
    fields.expect(signature);
    return fields;
  }

  /** The same without a signature. */
  Fields unsigned(long address, long count, String kind) {
    Fields fields = read(address, Math.max(count, CHECKSUM), kind);
    Fields checked = fields.part(fields.remaining() - CHECKSUM);
    byte[] covered = checked.again().bytes(checked.remaining());
    if (fields.u32() != checksum(covered)) {
      throw fields.damaged("its checksum does not fit");
    }
    return checked;
  }

  /** Bob Jenkins' lookup3, as HDF5 has it. */
  static long checksum(byte[] bytes) {
    return ChecksumUtils.checksum(ByteBuffer.wrap(bytes)) & 0xffff_ffffL;
  }

  /** Counts visits, so that no structure leads back to itself. */
  static final class Visited {
    private final Map<Long, Boolean> addresses = new HashMap<>();

    void add(long address, String kind) {
      if (addresses.put(address, true) != null) {
        throw new Refusal(
            "the %s at %d is damaged: two places lead to it".formatted(kind, address));
      }
    }
  }
}
