package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;

/** A sink that keeps everything, H x W x D x classes, and counts how often each voxel came. */
final class PredictionVolume implements PredictionSink {
  private final Shape shape;
  private final int classes;
  private final float[] values;
  private final int[] times;

  PredictionVolume(Shape image, int classes) {
    this.shape = image;
    this.classes = classes;
    this.values = new float[Math.toIntExact(image.elements()) * classes];
    this.times = new int[Math.toIntExact(image.elements())];
  }

  @Override
  public void accept(PredictionBlock block) {
    assertThat(block.classes()).isEqualTo(classes);
    Region region = block.region();
    for (int h = 0; h < region.length(0); h++) {
      for (int w = 0; w < region.length(1); w++) {
        for (int d = 0; d < region.length(2); d++) {
          int voxel = index(region.start(0) + h, region.start(1) + w, region.start(2) + d);
          int from =
              block.offset() + h * block.strideH() + w * block.strideW() + d * block.strideD();
          System.arraycopy(block.values(), from, values, voxel * classes, classes);
          times[voxel]++;
        }
      }
    }
  }

  private int index(int h, int w, int d) {
    return (h * shape.get(1) + w) * shape.get(2) + d;
  }

  float get(int h, int w, int d, int c) {
    return values[index(h, w, d) * classes + c];
  }

  int classes() {
    return classes;
  }

  Shape shape() {
    return shape;
  }

  float[] values() {
    return values;
  }

  void assertEachVoxelOnce() {
    assertThat(times).containsOnly(1);
  }
}
