package io.medseg.hdf5;

import java.util.Arrays;
import java.util.List;

/**
 * Lets through the datasets that can be read and refuses the rest in words: element types, filters,
 * layouts, and what cannot be right.
 */
final class DatasetGuard {
  /**
   * Masks of a scan that nothing was found in may be as large as this and not be written at all.
   */
  private static final long MOST_UNWRITTEN = 4L << 30;

  private final Metadata metadata;
  private final ObjectHeader header;
  private final Dataspace space;

  private DatasetGuard(Metadata metadata, ObjectHeader header) {
    this.metadata = metadata;
    this.header = header;
    this.space = Dataspace.of(header.get(ObjectHeader.DATASPACE, "dataspace"));
  }

  /**
   * Looks a dataset over.
   *
   * @throws Refusal if it cannot be read rightly
   */
  static StoredArray check(Metadata metadata, ObjectHeader header) {
    return new DatasetGuard(metadata, header).check();
  }

  /** Bytes of the elements, unpacked. */
  static long bytes(ObjectHeader header) {
    Fields type = header.get(ObjectHeader.DATATYPE, "data type");
    type.skip(4);
    Dataspace space = Dataspace.of(header.get(ObjectHeader.DATASPACE, "dataspace"));
    return Math.multiplyExact(space.elements(), type.u32());
  }

  private StoredArray check() {
    ElementType element = NumberType.of(header.get(ObjectHeader.DATATYPE, "data type"));
    if (header.has(ObjectHeader.EXTERNAL_FILES)) {
      throw new Refusal(
          "its elements are in files beside (external storage), which is not supported; h5repack puts them into the file");
    }
    byte[] fill = FillValue.of(header, element.size());
    Storage storage = storage(element.size());
    checkWritten(storage, Math.multiplyExact(space.elements(), (long) element.size()));
    return new StoredArray(space.lengths(), element, fill, storage);
  }

  /** What was never written is as large as its shape says, and no image or mask is that empty. */
  private void checkWritten(Storage storage, long bytes) {
    boolean isWritten =
        !(storage instanceof Storage.Unallocated)
            && !(storage instanceof Storage.Chunked chunked && chunked.chunks().isEmpty());
    if (bytes > MOST_UNWRITTEN && !isWritten) {
      throw new Refusal(
          "its shape %s takes %d bytes, none of which was ever written"
              .formatted(Arrays.toString(space.lengths()), bytes));
    }
  }

  private Storage storage(int elementSize) {
    DataLayout layout = DataLayout.of(header.get(ObjectHeader.LAYOUT, "layout"));
    long bytes = space.elements() * elementSize;
    if (layout instanceof DataLayout.Compact compact) {
      if (compact.bytes().length < bytes) {
        throw new Refusal(
            "its " + compact.bytes().length + " bytes are fewer than its shape needs");
      }
      return new Storage.Compact(compact.bytes());
    }
    if (layout instanceof DataLayout.Contiguous contiguous) {
      return contiguous(contiguous, bytes);
    }
    return chunked((DataLayout.Chunked) layout, elementSize);
  }

  private Storage contiguous(DataLayout.Contiguous layout, long bytes) {
    if (layout.address() == Fields.UNDEFINED) {
      return new Storage.Unallocated();
    }
    long position = layout.address() + metadata.base();
    if (position < 0 || bytes > metadata.fileSize() - position) {
      throw new Refusal(
          "its %d bytes at %d lie beyond the end of the file (%d bytes)"
              .formatted(bytes, position, metadata.fileSize()));
    }
    if (bytes == 0) {
      throw new Refusal(
          "it is damaged: its shape %s has no elements, but there are elements at %d"
              .formatted(Arrays.toString(space.lengths()), position));
    }
    boolean isShort = layout.size() != Fields.UNDEFINED && layout.size() < bytes;
    if (isShort || layout.address() < Superblock.LEAST_BYTES) {
      throw new Refusal(
          "its layout message is damaged: %d bytes at %d; expected %d"
              .formatted(layout.size(), layout.address(), bytes));
    }
    return new Storage.Contiguous(position);
  }

  private Storage chunked(DataLayout.Chunked layout, int elementSize) {
    int[] chunk = layout.lengths();
    if (chunk.length != space.lengths().length) {
      throw new Refusal("its chunks have another rank than the dataset");
    }
    if (layout.elementSize() != elementSize) {
      throw new Refusal(
          "its layout message is damaged: elements of %d bytes; expected %d"
              .formatted(layout.elementSize(), elementSize));
    }
    long bytes = elementSize;
    for (int length : chunk) {
      if ((bytes *= length) > Integer.MAX_VALUE - 64) {
        throw new Refusal("its chunks of " + Arrays.toString(chunk) + " elements are too large");
      }
    }
    List<Filter> pipeline = FilterPipeline.of(header.find(ObjectHeader.FILTERS), elementSize);
    ChunkTable chunks =
        new ChunkIndex(metadata, space, layout, (int) bytes, !pipeline.isEmpty()).read();
    return new Storage.Chunked(chunk, pipeline, layout.unfilteredEdges(), chunks, metadata.base());
  }
}
