package io.medseg.hdf5;

import java.util.Arrays;

/** Puts the elements of an array of any rank into one flat array, row-major. */
final class FloatSink implements Block.Sink {
  private final ElementType element;
  private final int[] lengths;
  private final float[] floats;

  FloatSink(ElementType element, int[] lengths, float[] floats) {
    this.element = element;
    this.lengths = lengths;
    this.floats = floats;
  }

  @Override
  public void accept(Block block) {
    int rank = lengths.length;
    int run = rank == 0 ? 1 : block.extent()[rank - 1];
    int[] row = block.extent().clone();
    int[] step = new int[rank];
    Arrays.fill(step, 1);
    if (rank > 0) {
      step[rank - 1] = run;
    }
    BlockGrid rows = new BlockGrid(row, step);
    while (rows.next()) {
      int[] at = rows.origin();
      int from = 0;
      int to = 0;
      for (int i = 0; i < rank; i++) {
        from = from * block.lengths()[i] + at[i];
        to = to * lengths[i] + block.origin()[i] + at[i];
      }
      element.toFloats(block.bytes(), from * element.size(), floats, to, run);
    }
  }
}
