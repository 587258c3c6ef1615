package io.medseg.model;

import io.medseg.volume.Tensor;

/** Runs batches through a model. One thread; closed by the task that opened it. */
public interface ModelSession extends AutoCloseable {
  /**
   * Predictions of a batch: N x the window x classes, float32. The array returned may be
   * overwritten by the next call.
   *
   * @throws io.medseg.InputException if the model refuses the batch; the message shows both shapes
   */
  Tensor predict(Tensor batch);

  @Override
  void close();
}
