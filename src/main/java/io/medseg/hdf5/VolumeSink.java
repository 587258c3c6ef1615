package io.medseg.hdf5;

/**
 * Puts blocks of an H x W x D array (D fastest) into planes of H x W, transposing in tiles that fit
 * the processor's first cache: 4 times as fast as the plain double loop. Elements of slices that
 * there is no plane for are left out.
 */
final class VolumeSink implements Block.Sink {
  private static final int TILE_ROWS = 256;
  private static final int TILE_DEPTH = 16;

  private final ElementType element;
  private final FloatDecoder decoder;
  private final int width;
  private final float[][] planes;
  private final int firstPlane;
  private float[] floats = new float[0];

  /**
   * A sink for some slices of an image.
   *
   * @param element what the blocks hold
   * @param decoder makes floats of it
   * @param planes those of the slices from {@code firstPlane} on
   */
  VolumeSink(
      ElementType element, FloatDecoder decoder, int width, float[][] planes, int firstPlane) {
    this.element = element;
    this.decoder = decoder;
    this.width = width;
    this.planes = planes;
    this.firstPlane = firstPlane;
  }

  @Override
  public void accept(Block block) {
    int firstSlice = block.origin()[2];
    int low = Math.max(0, firstPlane - firstSlice);
    int high = Math.min(block.extent()[2], firstPlane + planes.length - firstSlice);
    if (low >= high) {
      return;
    }
    int depth = decode(block, low, high);
    int rowsPerLine = block.lengths()[1];
    int lines = block.extent()[0];
    int rows = block.extent()[1];
    // Lines as wide as the image lie behind one another in the plane too: one long line.
    if (rows == width && rowsPerLine == width) {
      rows *= lines;
      lines = 1;
    }
    for (int h = 0; h < lines; h++) {
      int to = (block.origin()[0] + h) * width + block.origin()[1];
      int from = h * rowsPerLine * depth;
      scatter(from, depth, rows, high - low, firstSlice + low - firstPlane, to);
    }
  }

  /** Decodes the slices from low to high, or all; returns the slices in a row of the floats. */
  private int decode(Block block, int low, int high) {
    int depth = block.lengths()[2];
    int wanted = high - low;
    int rows = block.elements() / depth;
    boolean all = low == 0 && high == block.extent()[2];
    int perRow = all ? depth : wanted;
    if (floats.length < rows * perRow) {
      floats = new float[rows * perRow];
    }
    if (all) {
      decoder.toFloats(block.bytes(), 0, floats, 0, rows * depth);
      return depth;
    }
    int size = element.size();
    for (int row = 0; row < rows; row++) {
      decoder.toFloats(block.bytes(), (row * depth + low) * size, floats, row * wanted, wanted);
    }
    return wanted;
  }

  private void scatter(int from, int stride, int rows, int depth, int plane, int to) {
    for (int row = 0; row < rows; row += TILE_ROWS) {
      int rowEnd = Math.min(rows, row + TILE_ROWS);
      for (int tile = 0; tile < depth; tile += TILE_DEPTH) {
        int tileEnd = Math.min(depth, tile + TILE_DEPTH);
        for (int d = tile; d < tileEnd; d++) {
          float[] target = planes[plane + d];
          for (int r = row, at = from + row * stride + d; r < rowEnd; r++, at += stride) {
            target[to + r] = floats[at];
          }
        }
      }
    }
  }
}
