package io.medseg.model;

import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Predicts a batch and its mirror images, mirrors the predictions back and gives their mean, in
 * float. The images come in a fixed order (H, W, H and W, D, ...), each batch on its own, so the
 * bits depend on the batch alone. As nnU-Net's mirroring, but over what the model gives, which
 * usually is probabilities, where nnU-Net's are logits. One thread; closes the session it wraps.
 */
final class FlipAveragingSession implements ModelSession {
  private final ModelSession session;
  private final Flips flips;
  private float[] mirrored = {};
  private float[] back = {};
  private float[] sum = {};

  FlipAveragingSession(ModelSession session, Flips flips) {
    this.session = session;
    this.flips = flips;
  }

  @Override
  public Tensor predict(Tensor batch) {
    Tensor plain = session.predict(batch);
    Shape shape = plain.shape();
    flips.checkPrediction(shape);
    int length = Math.toIntExact(shape.elements());
    sum = atLeast(sum, length);
    System.arraycopy(plain.data(), 0, sum, 0, length);
    int images = 1 << flips.axes().size();
    for (int image = 1; image < images; image++) {
      add(batch, axes(image), shape, length);
    }
    // A power of two: the division is exact.
    float share = 1f / images;
    for (int i = 0; i < length; i++) {
      sum[i] *= share;
    }
    return new Tensor(shape, sum);
  }

  private void add(Tensor batch, Set<Integer> axes, Shape shape, int length) {
    mirrored = atLeast(mirrored, Math.toIntExact(batch.shape().elements()));
    new Mirror(batch.shape(), axes).copy(batch.data(), mirrored);
    Tensor predictions = session.predict(new Tensor(batch.shape(), mirrored));
    if (!predictions.shape().equals(shape)) {
      throw new IllegalStateException(
          "Predictions of a batch are " + shape + ", mirrored " + predictions.shape());
    }
    back = atLeast(back, length);
    new Mirror(shape, axes).copy(predictions.data(), back);
    for (int i = 0; i < length; i++) {
      sum[i] += back[i];
    }
  }

  /** The axes of an image: bit i of its number stands for the axis named i-th. */
  private Set<Integer> axes(int image) {
    List<Integer> all = flips.axes();
    Set<Integer> axes = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      if ((image >> i & 1) != 0) {
        axes.add(all.get(i));
      }
    }
    return axes;
  }

  private static float[] atLeast(float[] buffer, int length) {
    return buffer.length >= length ? buffer : new float[length];
  }

  @Override
  public void close() {
    session.close();
  }
}
