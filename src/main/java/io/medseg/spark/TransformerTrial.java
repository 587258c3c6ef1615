package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.ScanHeader;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Purpose;
import io.medseg.volume.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * Lets a transformer predict one element of zeros before a scan is read: what is wrong with its
 * params, its model or the number of classes ends the run in words. It stands for the comparison
 * with a model's signature, which a transformer has not.
 */
record TransformerTrial(TransformerPrediction prediction, EncodeScans encode) {
  /** Shapes of scans that are tried: an element of each costs a job. */
  private static final int SHAPES = 3;

  /**
   * Tries scans of different shapes until one fits.
   *
   * @param scans the costliest first
   * @throws InputException if none does: what was wrong with the first
   */
  void run(List<PlannedScan> scans) {
    Set<Shape> elements = new LinkedHashSet<>();
    DataLoader loader = prediction.recipe().loader().open();
    InputException first = null;
    for (PlannedScan scan : scans) {
      boolean isNew = elements.add(loader.inputShape(scan.header()));
      if (!isNew || scan.elements() == 0) {
        continue;
      }
      try {
        predict(scan.header(), loader);
        return;
      } catch (InputException e) {
        first = first == null ? e : first;
      }
      if (elements.size() == SHAPES) {
        break;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void predict(ScanHeader scan, DataLoader loader) {
    PredictorTransformer opened = prediction.transformer().open();
    List<Row> rows = rows(scan, opened);
    if (rows.size() != 1
        || !(ElementRows.record(rows.get(0), 0) instanceof GatherRecord.Predicted predicted)
        || predicted.output() == null) {
      throw new InputException(
          "Invalid --predictor-transformer %s: for one element it gave %s"
              .formatted(
                  opened.className(), rows.size() == 1 ? "null" : rows.size() + " rows, not one"));
    }
    try {
      loader
          .gatherer(scan, block -> {})
          .add(
              loader.scatter(scan, Purpose.INFERENCE).subList(0, 1),
              new PredictionReader(opened.form(), prediction.recipe().layout())
                  .read(predicted.output()));
    } catch (InputException e) {
      throw new InputException(
          "Invalid --predictor-transformer %s: %s".formatted(opened.className(), e.getMessage()),
          e);
    }
  }

  private List<Row> rows(ScanHeader scan, PredictorTransformer opened) {
    try {
      return prediction
          .transformed(
              opened,
              prediction
                  .spark()
                  .parallelize(List.of(scan), 1)
                  .mapPartitions(new EncodeZeros(encode)))
          .collect();
    } catch (Exception | LinkageError e) {
      throw opened.complaint().refusal(e);
    }
  }
}
