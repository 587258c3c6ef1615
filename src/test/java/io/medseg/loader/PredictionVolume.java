package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;

/** A sink that keeps everything, H x W x D x classes, and counts how often each voxel came. */
public final class PredictionVolume implements PredictionSink {
  private final Shape shape;
  private final int classes;
  private final float[] values;
  private final int[] times;

  /** A sink for a volume of this shape, H x W x D. */
  public PredictionVolume(Shape image, int classes) {
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

  /** The value that came last for a class of a voxel. */
  public float get(int h, int w, int d, int c) {
    return values[index(h, w, d) * classes + c];
  }

  /** Values per voxel. */
  public int classes() {
    return classes;
  }

  /** H x W x D. */
  public Shape shape() {
    return shape;
  }

  /** All values, row-major H x W x D x classes. */
  public float[] values() {
    return values;
  }

  /** Fails if a voxel never came, or twice. */
  public void assertEachVoxelOnce() {
    assertThat(times).containsOnly(1);
  }
}
