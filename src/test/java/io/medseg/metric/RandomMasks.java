package io.medseg.metric;

import io.medseg.volume.MaskVolume;
import java.util.Random;

/** Masks of one class for tests: noise, boxes, one voxel, full, always the same for a seed. */
public final class RandomMasks {
  private final Random random;

  /** A source of masks. */
  public RandomMasks(long seed) {
    this.random = new Random(seed);
  }

  /** A mask with at least one voxel. */
  public MaskVolume next(int height, int width, int depth) {
    MaskVolume mask = MaskVolume.empty(height, width, depth, 1);
    switch (random.nextInt(4)) {
      case 0 -> noise(mask, random.nextDouble());
      case 1 -> noise(mask, 0.02);
      case 2 -> box(mask);
      default -> {
        box(mask);
        box(mask);
      }
    }
    if (mask.count(0) == 0) {
      mask.set(random.nextInt(height), random.nextInt(width), random.nextInt(depth), 0);
    }
    return mask;
  }

  private void noise(MaskVolume mask, double density) {
    for (int h = 0; h < mask.shape().get(0); h++) {
      for (int w = 0; w < mask.shape().get(1); w++) {
        for (int d = 0; d < mask.shape().get(2); d++) {
          if (random.nextDouble() < density) {
            mask.set(h, w, d, 0);
          }
        }
      }
    }
  }

  private void box(MaskVolume mask) {
    int[] from = new int[3];
    int[] to = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      from[axis] = random.nextInt(mask.shape().get(axis));
      to[axis] = from[axis] + 1 + random.nextInt(mask.shape().get(axis) - from[axis]);
    }
    for (int h = from[0]; h < to[0]; h++) {
      for (int w = from[1]; w < to[1]; w++) {
        for (int d = from[2]; d < to[2]; d++) {
          mask.set(h, w, d, 0);
        }
      }
    }
  }
}
