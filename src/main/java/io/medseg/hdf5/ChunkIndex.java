package io.medseg.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.dataset.chunked.ChunkedDatasetV3;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;
import java.util.Map;

/**
 * The table of chunks of a dataset with their filter masks; jhdf shows it to subclasses only, and
 * its own readers ignore the masks.
 */
final class ChunkIndex {
  private ChunkIndex() {}

  static Map<ChunkOffset, Chunk> of(HdfFile file, Dataset dataset) {
    if (dataset instanceof ChunkedDatasetV3 old) {
      return new Version3(file, old).getChunkLookup();
    }
    if (dataset instanceof ChunkedDatasetV4 recent) {
      return new Version4(file, recent).getChunkLookup();
    }
    throw new Refusal("layout " + dataset.getDataLayout() + " is not supported");
  }

  private static final class Version3 extends ChunkedDatasetV3 {
    Version3(HdfFile file, ChunkedDatasetV3 dataset) {
      super(
          file.getHdfBackingStorage(),
          dataset.getAddress(),
          dataset.getName(),
          dataset.getParent(),
          dataset.getHeader());
    }

    @Override
    protected Map<ChunkOffset, Chunk> getChunkLookup() {
      return super.getChunkLookup();
    }
  }

  private static final class Version4 extends ChunkedDatasetV4 {
    Version4(HdfFile file, ChunkedDatasetV4 dataset) {
      super(
          file.getHdfBackingStorage(),
          dataset.getAddress(),
          dataset.getName(),
          dataset.getParent(),
          dataset.getHeader());
    }

    @Override
    protected Map<ChunkOffset, Chunk> getChunkLookup() {
      return super.getChunkLookup();
    }
  }
}
