package io.medseg.spark;

import io.medseg.djl.NDListCodec;
import io.medseg.model.ChannelMoves;
import io.medseg.model.ModelLayout;
import io.medseg.volume.Tensor;

/** Reads what a transformer gave for a row. One thread. */
final class PredictionReader {
  private final ElementForm form;
  private final ModelLayout layout;
  private final NDListCodec codec = new NDListCodec();
  private final ChannelMoves moves = new ChannelMoves();

  /**
   * @param form of the rows
   * @param layout of the model
   */
  PredictionReader(ElementForm form, ModelLayout layout) {
    this.form = form;
    this.layout = layout;
  }

  /**
   * Predictions as a gatherer takes them, N first and classes last. The next call may overwrite
   * them.
   *
   * @throws io.medseg.InputException if they cannot be read
   */
  Tensor read(byte[] output) {
    Tensor predictions = form.withBatchAxis(codec.decode(output));
    return layout == ModelLayout.NHWC ? predictions : moves.last(predictions);
  }
}
