package io.medseg.hdf5;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Structures that a writer left in one block (a metadata cache image) instead of at their
 * addresses, where older bytes, or none, may lie.
 */
final class CacheImage {
  static final CacheImage NONE = new CacheImage();

  private static final String NAME = "metadata cache image";

  private final NavigableMap<Long, byte[]> entries = new TreeMap<>();

  private CacheImage() {}

  /** The one that the extension of the superblock names. */
  static CacheImage of(Metadata metadata, ObjectHeader extension) {
    Fields message = extension.find(ObjectHeader.CACHE_IMAGE);
    if (message == null) {
      return NONE;
    }
    message.version(0, 0);
    long address = message.address();
    long length = message.length();
    if (address == Fields.UNDEFINED || length == 0) {
      return NONE;
    }
    CacheImage image = new CacheImage();
    image.read(metadata.checked(address, length, "MDCI", NAME));
    return image;
  }

  private void read(Fields fields) {
    fields.version(0, 0);
    fields.u8();
    fields.length();
    for (long left = fields.u32(); left > 0; left--) {
      fields.skip(4 + 2 + 2);
      int parents = fields.u16();
      fields.u32();
      long address = fields.address();
      long length = fields.length();
      fields.skip((long) parents * fields.addressWidth());
      if (address == Fields.UNDEFINED || entries.put(address, fields.bytes(length)) != null) {
        throw fields.damaged("an entry has no address of its own");
      }
    }
  }

  /** Puts what the image has of these bytes over them. */
  void apply(long address, byte[] bytes) {
    if (entries.isEmpty()) {
      return;
    }
    long end = address + bytes.length;
    Long first = entries.floorKey(address);
    Map<Long, byte[]> near = entries.subMap(first == null ? address : first, true, end, false);
    for (Map.Entry<Long, byte[]> entry : near.entrySet()) {
      long from = Math.max(address, entry.getKey());
      long to = Math.min(end, entry.getKey() + entry.getValue().length);
      if (from < to) {
        int offset = (int) (from - entry.getKey());
        System.arraycopy(
            entry.getValue(), offset, bytes, (int) (from - address), (int) (to - from));
      }
    }
  }
}
