package io.medseg.job;

import io.medseg.InputException;
import io.medseg.loader.BatchForm;
import io.medseg.loader.BatchSettings.Arrangement;
import io.medseg.loader.BatchSettings.LastBatch;
import io.medseg.shards.ArrayBytes;
import io.medseg.shards.Grouping;
import io.medseg.shards.ShardFormat.Compression;
import io.medseg.shards.SubjectSplit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How shards are to be made; null where the experiment or the loader decides.
 *
 * @param format as it was given, lower case
 * @param labels how y is stored
 * @param split of the subjects
 */
record ShardRequest(
    String format,
    Grouping.Kind records,
    BatchForm form,
    Arrangement order,
    LastBatch lastBatch,
    ArrayBytes.Type labels,
    Compression compression,
    long shardBytes,
    int epochs,
    SubjectSplit split) {
  /** Refuses what cannot be meant together. */
  ShardRequest {
    if (epochs > 0 && records == Grouping.Kind.BATCHES) {
      throw invalidEpochs(
          epochs, "the batches of another epoch hold other elements; write --records elements");
    }
    if (epochs > 0 && compression == Compression.GZIP) {
      throw invalidEpochs(epochs, "records of compressed shards cannot be reached one by one");
    }
    if (epochs > 0 && order == Arrangement.ASCENDING) {
      throw invalidEpochs(epochs, "every epoch is the same with --order ascending");
    }
  }

  private static InputException invalidEpochs(int epochs, String reason) {
    return new InputException("Invalid --epochs: " + epochs + ": " + reason);
  }

  /**
   * Refuses what is about elements, where whole scans are written.
   *
   * @throws InputException naming the option
   */
  void checkWholeScans() {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--records", records == Grouping.Kind.BATCHES);
    given.put("--form", form == BatchForm.TESTING);
    given.put("--labels", labels != null);
    given.put("--compression", compression != Compression.NONE);
    given.put("--epochs", epochs > 0);
    given.put("--last-batch", lastBatch == LastBatch.DROP);
    given.values().removeIf(isGiven -> !isGiven);
    if (!given.isEmpty()) {
      throw new InputException(
          "Invalid %s: --format %s writes whole scans, no elements"
              .formatted(String.join(", ", given.keySet()), format));
    }
  }
}
