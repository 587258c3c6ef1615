package io.medseg.volume;

import java.util.ArrayList;
import java.util.List;

/** Planes made up from their index, in slabs of whole layers; writes down which were read. */
final class CountingSlabs implements SlabSource {
  private final int voxels;
  private final int layer;
  final List<Integer> planesRead = new ArrayList<>();
  final List<Integer> slabs = new ArrayList<>();
  RuntimeException failure;

  CountingSlabs(int voxels, int layer) {
    this.voxels = voxels;
    this.layer = layer;
  }

  @Override
  public int slabDepth(int most) {
    return most < layer ? most : most / layer * layer;
  }

  @Override
  public float[][] read(int firstPlane, int count) {
    float[][] planes = new float[count][voxels];
    slabs.add(firstPlane);
    for (int d = 0; d < planes.length; d++) {
      planesRead.add(firstPlane + d);
      for (int i = 0; i < planes[d].length; i++) {
        planes[d][i] = value(firstPlane + d, i);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return planes;
  }

  static float value(int d, int voxel) {
    return 1000 * d + voxel;
  }
}
