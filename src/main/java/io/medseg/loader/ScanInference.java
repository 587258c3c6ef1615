package io.medseg.loader;

import io.medseg.dataset.ScanData;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Runs one scan through a model: batch by batch cut, predict, gather. */
public final class ScanInference {
  private ScanInference() {}

  /** As the other one, with the elements that the loader makes of the scan. */
  public static MaskVolume run(
      DataLoader loader,
      ScanData scan,
      UnaryOperator<Tensor> model,
      int batchSize,
      PredictionSink sink,
      PhaseTimes times) {
    List<Element> elements = loader.scatter(scan.header(), Purpose.INFERENCE);
    return run(loader, scan, elements, model, batchSize, sink, times);
  }

  /**
   * Predicts a scan and hands every voxel to the sink once.
   *
   * @param elements all elements of the scan for {@link Purpose#INFERENCE}, by ascending index
   * @param model gives the predictions of a batch, as {@code ModelSession::predict}
   * @param batchSize elements in a batch; the last one may hold fewer
   * @param times what the phases took is added here
   * @return the voxels that some window covered as a mask of one class, or null if all were
   */
  public static MaskVolume run(
      DataLoader loader,
      ScanData scan,
      List<Element> elements,
      UnaryOperator<Tensor> model,
      int batchSize,
      PredictionSink sink,
      PhaseTimes times) {
    return run(
        loader, scan, elements, model, batchSize, loader.gatherer(scan.header(), sink), times);
  }

  /**
   * As the others, with a gatherer that the caller made: of the scan, or of the range that the
   * elements are.
   */
  public static MaskVolume run(
      DataLoader loader,
      ScanData scan,
      List<Element> elements,
      UnaryOperator<Tensor> model,
      int batchSize,
      Gatherer gatherer,
      PhaseTimes times) {
    for (int from = 0; from < elements.size(); from += batchSize) {
      List<Element> some = elements.subList(from, Math.min(from + batchSize, elements.size()));
      long start = System.nanoTime();
      Tensor x = loader.batch(scan, some, BatchForm.PREDICTION).x();
      long batched = System.nanoTime();
      Tensor predictions = model.apply(x);
      long predicted = System.nanoTime();
      gatherer.add(some, predictions);
      times.add(batched - start, predicted - batched, System.nanoTime() - predicted);
    }
    long start = System.nanoTime();
    MaskVolume covered = gatherer.finish();
    times.add(0, 0, System.nanoTime() - start);
    return covered;
  }
}
