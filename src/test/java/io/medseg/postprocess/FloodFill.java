package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Components by the definition: from every voxel not yet seen, in the order H, W, D, everything
 * that hangs together with it.
 */
final class FloodFill {
  private final MaskVolume mask;
  private final boolean wanted;
  private final int steps;
  private final int height;
  private final int width;
  private final int depth;
  private final boolean[] seen;

  private FloodFill(MaskVolume mask, boolean wanted, Neighbours neighbours) {
    this.mask = mask;
    this.wanted = wanted;
    this.steps = neighbours.ordinal() + 1;
    this.height = mask.shape().get(0);
    this.width = mask.shape().get(1);
    this.depth = mask.shape().get(2);
    this.seen = new boolean[(int) mask.shape().elements()];
  }

  /** The voxels {h, w, d} of each component of what is set. */
  static List<List<int[]>> components(MaskVolume mask, Neighbours neighbours) {
    return new FloodFill(mask, true, neighbours).all();
  }

  /** The same of what is not set. */
  static List<List<int[]>> gaps(MaskVolume mask, Neighbours neighbours) {
    return new FloodFill(mask, false, neighbours).all();
  }

  private List<List<int[]>> all() {
    List<List<int[]>> components = new ArrayList<>();
    for (int h = 0; h < height; h++) {
      for (int w = 0; w < width; w++) {
        for (int d = 0; d < depth; d++) {
          List<int[]> found = from(h, w, d);
          if (!found.isEmpty()) {
            components.add(found);
          }
        }
      }
    }
    return components;
  }

  private List<int[]> from(int h, int w, int d) {
    List<int[]> found = new ArrayList<>();
    ArrayDeque<int[]> open = new ArrayDeque<>();
    visit(h, w, d, open);
    while (!open.isEmpty()) {
      int[] voxel = open.poll();
      found.add(voxel);
      for (int i = 0; i < 27; i++) {
        int dh = i / 9 - 1;
        int dw = i / 3 % 3 - 1;
        int dd = i % 3 - 1;
        if (Math.abs(dh) + Math.abs(dw) + Math.abs(dd) <= steps) {
          visit(voxel[0] + dh, voxel[1] + dw, voxel[2] + dd, open);
        }
      }
    }
    return found;
  }

  private void visit(int h, int w, int d, ArrayDeque<int[]> open) {
    if (h < 0 || h >= height || w < 0 || w >= width || d < 0 || d >= depth) {
      return;
    }
    int i = (h * width + w) * depth + d;
    if (!seen[i] && mask.get(h, w, d, 0) == wanted) {
      seen[i] = true;
      open.add(new int[] {h, w, d});
    }
  }
}
