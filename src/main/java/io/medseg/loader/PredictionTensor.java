package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;

/** A sink that puts the predictions of a scan into one array, H x W x D x C. */
final class PredictionTensor implements PredictionSink {
  private final Tensor tensor;

  /**
   * An array of zeros.
   *
   * @param image H x W x D
   * @throws InputException if no array is as long
   */
  PredictionTensor(Shape image, int classes) {
    Shape shape = image.append(classes);
    if (shape.elements() > Integer.MAX_VALUE) {
      throw new InputException(
          "Cannot hold predictions of %s in one array: %d values, more than %d"
              .formatted(shape, shape.elements(), Integer.MAX_VALUE));
    }
    tensor = Tensor.zeros(shape);
  }

  @Override
  public void accept(PredictionBlock block) {
    Region region = block.region();
    Shape shape = tensor.shape();
    for (int h = 0; h < region.length(0); h++) {
      for (int w = 0; w < region.length(1); w++) {
        int row = (region.start(0) + h) * shape.get(1) + region.start(1) + w;
        int to = (row * shape.get(2) + region.start(2)) * block.classes();
        int from = block.offset() + h * block.strideH() + w * block.strideW();
        for (int d = 0; d < region.length(2); d++) {
          System.arraycopy(block.values(), from, tensor.data(), to, block.classes());
          from += block.strideD();
          to += block.classes();
        }
      }
    }
  }

  /** The array itself. */
  Tensor tensor() {
    return tensor;
  }
}
