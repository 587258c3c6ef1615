package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.List;
import java.util.function.Function;

/**
 * Elements put together for the model.
 *
 * @param x input after preprocessing, N first, channels last
 * @param y masks as 0 and 1, N first, classes last; null if not asked for or if the scan has no
 *     masks
 * @param xRaw input before preprocessing; null if not asked for; may be {@code x} itself where
 *     there is no preprocessing
 */
public record Batch(Tensor x, Tensor y, Tensor xRaw) {

  /** The elements of several batches one after the other. */
  static Batch concatenate(List<Batch> batches) {
    return new Batch(
        concatenate(batches, Batch::x),
        concatenate(batches, Batch::y),
        concatenate(batches, Batch::xRaw));
  }

  private static Tensor concatenate(List<Batch> batches, Function<Batch, Tensor> array) {
    List<Tensor> tensors = batches.stream().map(array).toList();
    Tensor first = tensors.get(0);
    int count = 0;
    for (Tensor tensor : tensors) {
      if ((tensor == null) != (first == null) || !fits(tensor, first)) {
        throw new InputException(
            "Cannot batch arrays of shapes %s and %s together"
                .formatted(text(first), text(tensor)));
      }
      count += tensor == null ? 0 : tensor.shape().get(0);
    }
    return first == null ? null : join(tensors, count);
  }

  private static boolean fits(Tensor tensor, Tensor first) {
    return tensor == null || element(tensor).equals(element(first));
  }

  private static Shape element(Tensor tensor) {
    int[] lengths = tensor.shape().toArray();
    lengths[0] = 1;
    return Shape.of(lengths);
  }

  private static String text(Tensor tensor) {
    return tensor == null ? "none" : tensor.shape().toString();
  }

  private static Tensor join(List<Tensor> tensors, int count) {
    int[] lengths = tensors.get(0).shape().toArray();
    lengths[0] = count;
    Tensor joined = Tensor.zeros(Shape.of(lengths));
    int offset = 0;
    for (Tensor tensor : tensors) {
      int length = Math.toIntExact(tensor.shape().elements());
      System.arraycopy(tensor.data(), 0, joined.data(), offset, length);
      offset += length;
    }
    return joined;
  }
}
