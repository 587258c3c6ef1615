package io.medseg.model;

import io.medseg.volume.Tensor;

/** Runs batches with channels last through a model that has them behind N. One thread. */
final class ChannelFirstSession implements ModelSession {
  private final ModelSession session;
  private final ChannelMoves moves = new ChannelMoves();

  /**
   * @param session of the model, closed with this one
   */
  ChannelFirstSession(ModelSession session) {
    this.session = session;
  }

  @Override
  public Tensor predict(Tensor batch) {
    return moves.last(session.predict(moves.first(batch)));
  }

  @Override
  public void close() {
    session.close();
  }
}
