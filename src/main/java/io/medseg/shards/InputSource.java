package io.medseg.shards;

import java.io.IOException;

/** Gives the inputs {@code x} of the records of a shard, in their order. One thread. */
interface InputSource {
  /**
   * The input of the next record, valid until the next call; null behind the last one.
   *
   * @throws IOException if the shard cannot be read or is damaged
   */
  FloatBytes next() throws IOException;
}
