package io.medseg.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.CompactDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.FillValueOldMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Lets through what is read rightly and refuses the rest in words: element types, filters, and the
 * chunk indices that jhdf 0.13 misreads (each check says which).
 */
final class DatasetGuard {
  private static final int NULL_SPACE = 2;
  private static final int NEVER_FILL = 1;
  private static final long NO_ADDRESS = -1;

  /** Bytes of the shortest one. */
  private static final int SUPERBLOCK = 48;

  private final HdfFile file;
  private final DatasetBase dataset;
  private final long fileSize;

  private DatasetGuard(HdfFile file, DatasetBase dataset, long fileSize) {
    this.file = file;
    this.dataset = dataset;
    this.fileSize = fileSize;
  }

  /**
   * Looks a dataset over.
   *
   * @throws Refusal if it cannot be read rightly
   */
  static StoredArray check(HdfFile file, Dataset dataset, long fileSize) {
    return new DatasetGuard(file, (DatasetBase) dataset, fileSize).check();
  }

  private StoredArray check() {
    ObjectHeader header = dataset.getHeader();
    if (header.getMessageOfType(DataSpaceMessage.class).getDataSpace().getType() == NULL_SPACE) {
      throw new Refusal("it has no elements (a null dataspace, h5py.Empty)");
    }
    ElementType element = ElementType.of(dataset.getDataType());
    long[] lengths = dataset.getDimensionsAsLong();
    for (long length : lengths) {
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw new Refusal("its shape " + Arrays.toString(lengths) + " is too large");
      }
    }
    return new StoredArray(lengths, element, fill(header, element.size()), storage(element));
  }

  private Storage storage(ElementType element) {
    if (dataset instanceof CompactDataset) {
      ByteBuffer buffer = dataset.getDataBuffer();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      if (bytes.length < dataset.getSize() * element.size()) {
        throw new Refusal("its " + bytes.length + " bytes are fewer than its shape needs");
      }
      return new Storage.Compact(bytes);
    }
    if (dataset instanceof ContiguousDataset contiguous) {
      return contiguous.getDataAddress() == NO_ADDRESS
          ? new Storage.Unallocated()
          : contiguous(contiguous.getDataAddress() + file.getUserBlockSize(), element.size());
    }
    return chunked(element);
  }

  private Storage contiguous(long position, int elementSize) {
    long bytes = Math.multiplyExact(dataset.getSize(), (long) elementSize);
    if (position < 0 || bytes > fileSize - position) {
      throw new Refusal(
          "its %d bytes at %d lie beyond the end of the file (%d bytes)"
              .formatted(bytes, position, fileSize));
    }
    return new Storage.Contiguous(position);
  }

  private Storage chunked(ElementType element) {
    int[] chunk = ((ChunkedDataset) dataset).getChunkDimensions();
    if (chunk.length != dataset.getDimensionsAsLong().length) {
      throw new Refusal("its chunks have another rank than the dataset");
    }
    long bytes = element.size();
    for (int length : chunk) {
      if (length <= 0 || (bytes *= length) > Integer.MAX_VALUE - 64) {
        throw new Refusal("its chunks of " + Arrays.toString(chunk) + " elements are too large");
      }
    }
    List<Filter> pipeline = pipeline(element.size());
    ObjectHeader header = dataset.getHeader();
    ChunkedDataLayoutMessageV4 layout =
        header.hasMessageOfType(ChunkedDataLayoutMessageV4.class)
            ? header.getMessageOfType(ChunkedDataLayoutMessageV4.class)
            : null;
    if (layout != null) {
      checkGrid(layout.getIndexingType(), chunk);
      if (!pipeline.isEmpty() && EdgeChunks.areUnfiltered(file, dataset.getAddress(), layout)) {
        throw new Refusal("its partial chunks are stored without its filters, not supported");
      }
    }
    Map<ChunkOffset, Chunk> chunks = ChunkIndex.of(file, dataset);
    checkOffsets(chunks, chunk);
    if (layout != null
        && layout.getIndexingType() == ChunkedDataLayoutMessageV4.EXTENSIBLE_ARRAY_INDEX
        && layout.getAddress() != NO_ADDRESS) {
      checkComplete(chunks, chunk);
    }
    return new Storage.Chunked(chunk, pipeline, chunks, file.getUserBlockSize());
  }

  private List<Filter> pipeline(int elementSize) {
    List<Filter> pipeline = new ArrayList<>();
    if (dataset.getHeader().hasMessageOfType(FilterPipelineMessage.class)) {
      for (FilterInfo info :
          dataset.getHeader().getMessageOfType(FilterPipelineMessage.class).getFilters()) {
        pipeline.add(Filter.of(info, elementSize));
      }
    }
    if (pipeline.stream().filter(Filter::compresses).count() > 1) {
      throw new Refusal("more than one compression filter is not supported");
    }
    return pipeline;
  }

  // These indices number the chunks over the grid of the maximal shape; jhdf numbers them over the
  // present one, which is the same only if no axis but the first can grow.
  private void checkGrid(int indexType, int[] chunk) {
    if (indexType != ChunkedDataLayoutMessageV4.IMPLICIT_INDEX
        && indexType != ChunkedDataLayoutMessageV4.FIXED_ARRAY_INDEX
        && indexType != ChunkedDataLayoutMessageV4.EXTENSIBLE_ARRAY_INDEX) {
      return;
    }
    long[] lengths = dataset.getDimensionsAsLong();
    long[] most = dataset.getMaxSize();
    for (int i = 1; i < lengths.length; i++) {
      if (most[i] < 0 || count(lengths[i], chunk[i]) != count(most[i], chunk[i])) {
        throw new Refusal(
            "its shape %s may grow to %s (-1: without limit) in an axis that is not the first, a chunk index that is not supported; write it with a fixed shape or libver='earliest'"
                .formatted(Arrays.toString(lengths), Arrays.toString(most)));
      }
    }
  }

  // A chunk that is listed in the wrong place would be missed where it belongs, in silence: what is
  // not listed holds the fill value.
  private void checkOffsets(Map<ChunkOffset, Chunk> chunks, int[] chunk) {
    long[] lengths = dataset.getDimensionsAsLong();
    for (Chunk entry : chunks.values()) {
      if (entry.getAddress() >= 0 && entry.getAddress() < SUPERBLOCK) {
        throw new Refusal("its list of chunks is damaged: one lies where the file's own header is");
      }
      long[] offset = entry.getChunkOffset();
      for (int i = 0; i < lengths.length; i++) {
        boolean isOutside = offset[i] >= lengths[i] && entry.getAddress() != NO_ADDRESS;
        if (offset[i] < 0 || offset[i] % chunk[i] != 0 || isOutside && isListedByOffset()) {
          throw new Refusal(
              "its list of chunks is damaged: there is one at %s of %s"
                  .formatted(Arrays.toString(offset), Arrays.toString(lengths)));
        }
      }
    }
  }

  /** The older index names places; the others number them, and may have room for more. */
  private boolean isListedByOffset() {
    return !dataset.getHeader().hasMessageOfType(ChunkedDataLayoutMessageV4.class);
  }

  // jhdf stops at the first missing entry of an extensible array and drops the chunks behind it.
  private void checkComplete(Map<ChunkOffset, Chunk> chunks, int[] chunk) {
    long[] lengths = dataset.getDimensionsAsLong();
    long expected = 1;
    for (int i = 0; i < lengths.length; i++) {
      expected *= count(lengths[i], chunk[i]);
    }
    long found = 0;
    for (Chunk entry : chunks.values()) {
      long[] offset = entry.getChunkOffset();
      boolean inside = entry.getAddress() != NO_ADDRESS;
      for (int i = 0; i < lengths.length; i++) {
        inside &= offset[i] < lengths[i];
      }
      found += inside ? 1 : 0;
    }
    if (found < expected) {
      throw new Refusal(
          "only %d of its %d chunks are listed before a gap; gaps are not supported for its chunk index (extensible array); write all of it or use libver='earliest'"
              .formatted(found, expected));
    }
  }

  private static long count(long length, int chunk) {
    return (length + chunk - 1) / chunk;
  }

  private static byte[] fill(ObjectHeader header, int elementSize) {
    byte[] fill = new byte[elementSize];
    ByteBuffer value = null;
    if (header.hasMessageOfType(FillValueMessage.class)) {
      FillValueMessage message = header.getMessageOfType(FillValueMessage.class);
      boolean filled = message.isFillValueDefined();
      value =
          filled && message.getFillValueWriteTime() != NEVER_FILL ? message.getFillValue() : null;
    } else if (header.hasMessageOfType(FillValueOldMessage.class)) {
      value = header.getMessageOfType(FillValueOldMessage.class).getFillValue();
    }
    if (value != null && value.rewind().remaining() >= elementSize) {
      value.get(fill);
    }
    return fill;
  }
}
