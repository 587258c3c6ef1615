package io.medseg.spark;

import io.medseg.evaluation.LabelSink;
import io.medseg.segmentation.ProbabilityStore;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Where the predictions of a scan go: labels are decided, probabilities kept if a writer wants
 * them. One thread; closed when the scan is written.
 *
 * @param probabilities null if nobody wants them
 */
record ScanSinks(LabelSink labels, ProbabilityStore probabilities)
    implements PredictionSink, AutoCloseable {
  @Override
  public void accept(PredictionBlock block) {
    labels.accept(block);
    if (probabilities != null) {
      probabilities.accept(block);
    }
  }

  @Override
  public void close() {
    if (probabilities != null) {
      try {
        probabilities.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
