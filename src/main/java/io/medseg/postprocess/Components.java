package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The connected components of one class of a mask, exact, in 3D. Runs along W that touch are joined
 * by union-find, so the work grows with the number of runs, not of voxels. Components are numbered
 * from 0. Immutable; the mask may change afterwards.
 */
public final class Components {
  private final Shape shape;
  private final Runs runs;
  private final int[] componentOfRun;
  private int count;
  private long[] sizes = new long[16];
  private long[] firstVoxels = new long[16];
  private boolean[] atBorder = new boolean[16];

  private Components(MaskVolume masks, int category, Neighbours neighbours) {
    this.shape = masks.shape();
    this.runs = new Runs(masks, category);
    this.componentOfRun = new RunUnion(runs, shape.get(0), shape.get(2), neighbours).roots();
    number();
  }

  /** The components of a class. */
  public static Components of(MaskVolume masks, int category, Neighbours neighbours) {
    return new Components(masks, category, neighbours);
  }

  /** A root is the first run of its component, so it is numbered before the others look it up. */
  private void number() {
    int height = shape.get(0);
    for (int row = 0; row < height * shape.get(2); row++) {
      for (int run = runs.first(row); run < runs.first(row + 1); run++) {
        int root = componentOfRun[run];
        int component = root == run ? next() : componentOfRun[root];
        componentOfRun[run] = component;
        measure(component, run, row % height, row / height);
      }
    }
  }

  private int next() {
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * count);
      firstVoxels = Arrays.copyOf(firstVoxels, 2 * count);
      atBorder = Arrays.copyOf(atBorder, 2 * count);
    }
    firstVoxels[count] = Long.MAX_VALUE;
    return count++;
  }

  private void measure(int component, int run, int h, int d) {
    int height = shape.get(0);
    int width = shape.get(1);
    int depth = shape.get(2);
    sizes[component] += runs.to(run) - runs.from(run);
    long voxel = ((long) h * width + runs.from(run)) * depth + d;
    firstVoxels[component] = Math.min(firstVoxels[component], voxel);
    atBorder[component] |=
        h == 0
            || h == height - 1
            || d == 0
            || d == depth - 1
            || runs.from(run) == 0
            || runs.to(run) == width;
  }

  /** Number of components. */
  public int count() {
    return count;
  }

  /** Voxels of a component. */
  public long size(int component) {
    return sizes[component];
  }

  /** Whether a component has a voxel on one of the six faces of the volume. */
  public boolean touchesBorder(int component) {
    return atBorder[component];
  }

  /**
   * The component with most voxels, -1 if there is none. Of equals the one whose first voxel comes
   * first in the order H, W, D (D the fastest), which is the one that {@code numpy.argmax} over the
   * sizes of {@code scipy.ndimage.label} picks.
   */
  public int largest() {
    int best = -1;
    for (int i = 0; i < count; i++) {
      if (best < 0
          || sizes[i] > sizes[best]
          || (sizes[i] == sizes[best] && firstVoxels[i] < firstVoxels[best])) {
        best = i;
      }
    }
    return best;
  }

  /** Turns the voxels of some components over in a class of masks of the same shape. */
  void flip(IntPredicate chosen, MaskVolume masks, int category) {
    long[] words = masks.words(category);
    for (int row = 0; row < shape.get(0) * shape.get(2); row++) {
      for (int run = runs.first(row); run < runs.first(row + 1); run++) {
        if (chosen.test(componentOfRun[run])) {
          runs.flip(run, row, words);
        }
      }
    }
  }
}
