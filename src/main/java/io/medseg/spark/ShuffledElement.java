package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import io.medseg.shards.ElementRecord;
import java.io.Serializable;

/** What the shuffle of a preprocessing brings to the task that writes a shard. */
sealed interface ShuffledElement extends Serializable {
  /** An element with its voxels. */
  record Filled(ElementRecord element) implements ShuffledElement {}

  /** In place of an element, and of all that follow it: its scan cannot be read. */
  record Failed(ScanFailure failure) implements ShuffledElement {}
}
