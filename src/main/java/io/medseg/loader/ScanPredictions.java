package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanCollection;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import io.medseg.volume.Tensor;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Scans in the order of their ids, each run through a model when it is asked for. Where {@link
 * #next} fails it is that scan alone that failed, and the next call goes on with the one after it.
 * One thread.
 */
final class ScanPredictions implements Iterator<InferredScan> {
  private final Experiment experiment;
  private final DataLoader loader;
  private final ScanCache cache;
  private final UnaryOperator<Tensor> model;
  private final int batchSize;
  private final List<Scan> scans;
  private final Map<String, Dataset> datasets;
  private final List<Integer> order;
  private int position;

  ScanPredictions(
      Experiment experiment,
      DataLoader loader,
      ScanCollection collection,
      ScanCache cache,
      int batchSize,
      UnaryOperator<Tensor> model) {
    this.experiment = experiment;
    this.loader = loader;
    this.cache = cache;
    this.model = model;
    this.batchSize = batchSize;
    this.scans = collection.scans();
    this.datasets = collection.datasetsByScan();
    this.order =
        IntStream.range(0, scans.size())
            .boxed()
            .sorted(Comparator.comparing(scan -> scans.get(scan).scanId()))
            .toList();
  }

  @Override
  public boolean hasNext() {
    return position < order.size();
  }

  @Override
  public InferredScan next() {
    if (!hasNext()) {
      throw new NoSuchElementException("All " + order.size() + " scans were predicted");
    }
    int index = order.get(position++);
    cache.expect(List.of(index), order.subList(position, order.size()));
    Scan scan = scans.get(index);
    try {
      return predict(index, scan);
    } catch (InputException e) {
      throw new InputException(scan.named(e.getMessage()), e);
    } catch (CancellationException e) {
      // The thread is to end, which is no fault of the scan.
      throw e;
    } catch (Exception | VirtualMachineError | LinkageError e) {
      throw new InputException(
          "Cannot predict scan %s (%s): %s"
              .formatted(scan.scanId(), scan.source().location(), reason(e)),
          e);
    }
  }

  private static String reason(Throwable problem) {
    return problem instanceof OutOfMemoryError
        ? "not enough memory (" + problem.getMessage() + ")"
        : problem.toString();
  }

  private InferredScan predict(int index, Scan scan) {
    long start = System.nanoTime();
    loader.check(scan);
    ScanData data = cache.get(index);
    Shape image = data.image().shape();
    MaskVolume truth = truth(data);
    PredictionTensor predictions = new PredictionTensor(image, loader.outputClasses());
    MaskVolume covered =
        ScanInference.run(loader, data, model, batchSize, predictions, new PhaseTimes());
    if (truth != null && covered != null) {
      truth = truth.and(covered);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new InferredScan(
        new InferredScan.Inputs(scan.scanId(), scan.subjectId(), data.image(), attributes(scan)),
        new InferredScan.Outputs(truth, predictions.tensor(), seconds));
  }

  private MaskVolume truth(ScanData data) {
    if (data.masks() == null || !looksAtMasks()) {
      return null;
    }
    MaskVolume truth = loader.truth(data);
    return experiment.includeBackground() ? truth.withBackground() : truth;
  }

  private boolean looksAtMasks() {
    try {
      loader.checkTruth();
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  private Map<String, Object> attributes(Scan scan) {
    Map<String, Object> attributes = new HashMap<>(scan.overrides());
    Spacing spacing = scan.spacing(datasets.get(scan.scanId()));
    attributes.put("scan_spacing", List.of(spacing.height(), spacing.width(), spacing.depth()));
    return attributes;
  }
}
