package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.ScanHeader;
import io.medseg.loader.DataLoader;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;

/** What one row holds, which the transformer's param batchifier decides. */
enum ElementForm {
  /** A batch with its axis N: the transformer hands it on as it is ("none"). */
  BATCH,

  /** One element without N: the transformer batches rows by itself ("stack"). */
  SINGLE;

  /** Name of the param. */
  static final String PARAM = "batchifier";

  /**
   * The form for a value of the param.
   *
   * @param batchifier null where the transformer has none
   * @throws InputException if it is neither none nor stack
   */
  static ElementForm of(String batchifier) {
    if (batchifier == null || batchifier.equalsIgnoreCase("none")) {
      return BATCH;
    }
    if (batchifier.equalsIgnoreCase("stack")) {
      return SINGLE;
    }
    throw new InputException(
        "Invalid %s %s=%s: none (rows are batches of TEST_BATCH_SIZE) or stack (rows are elements)"
            .formatted(PredictorParam.OPTION, PARAM, batchifier));
  }

  /**
   * Refuses rows of single elements where elements depend on what they are batched with: their
   * predictions could not be put back batch by batch.
   *
   * @throws InputException naming the transform or loader
   */
  void check(DataLoader loader, ScanHeader scan) {
    if (this == SINGLE) {
      try {
        loader.checkElementwise(scan);
      } catch (InputException e) {
        throw new InputException(
            "Invalid %s %s=stack: rows are single elements; take none: %s"
                .formatted(PredictorParam.OPTION, PARAM, e.getMessage()),
            e);
      }
    }
  }

  /** Elements in a row of a batch of so many. */
  int perRow(int batch) {
    return this == BATCH ? batch : 1;
  }

  /** Shape of a row's array. */
  Shape shape(int elements, Shape element) {
    return this == BATCH ? element.prepend(elements) : element;
  }

  /** Predictions of a row with N in front. */
  Tensor withBatchAxis(Tensor predictions) {
    return this == BATCH
        ? predictions
        : new Tensor(predictions.shape().prepend(1), predictions.data());
  }
}
