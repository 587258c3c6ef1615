package io.medseg.model;

import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;

/**
 * Predicts a batch and its mirror image along one axis, mirrors the second prediction back and
 * gives the mean of both, in float. What it gives depends on the batch alone. One thread; closes
 * the session it wraps.
 */
final class FlipAveragingSession implements ModelSession {
  private final ModelSession session;
  private final int axis;
  private final Flips flips;
  private float[] image = {};
  private float[] back = {};
  private float[] mean = {};

  /**
   * @param flips all flips of the run, for messages
   */
  FlipAveragingSession(ModelSession session, int axis, Flips flips) {
    this.session = session;
    this.axis = axis;
    this.flips = flips;
  }

  @Override
  public Tensor predict(Tensor batch) {
    Tensor plain = session.predict(batch);
    Shape shape = plain.shape();
    flips.checkPrediction(shape);
    int length = Math.toIntExact(shape.elements());
    // The next prediction may overwrite this one.
    mean = atLeast(mean, length);
    System.arraycopy(plain.data(), 0, mean, 0, length);
    image = atLeast(image, Math.toIntExact(batch.shape().elements()));
    new Mirror(batch.shape(), axis).copy(batch.data(), image);
    Tensor mirrored = session.predict(new Tensor(batch.shape(), image));
    if (!mirrored.shape().equals(shape)) {
      throw new IllegalStateException(
          "Predictions of a batch are " + shape + ", of its mirror image " + mirrored.shape());
    }
    back = atLeast(back, length);
    new Mirror(shape, axis).copy(mirrored.data(), back);
    for (int i = 0; i < length; i++) {
      mean[i] = (mean[i] + back[i]) * 0.5f;
    }
    return new Tensor(shape, mean);
  }

  private static float[] atLeast(float[] buffer, int length) {
    return buffer.length >= length ? buffer : new float[length];
  }

  @Override
  public void close() {
    session.close();
  }
}
