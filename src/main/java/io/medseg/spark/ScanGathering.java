package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import io.medseg.loader.Element;
import io.medseg.loader.Gatherer;
import io.medseg.loader.Purpose;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Tensor;
import java.util.List;

/**
 * One scan, put together out of the predictions of a transformer; holds no more of them than a
 * gatherer does. What is wrong with them becomes the scan's failure. One thread.
 */
final class ScanGathering {
  private final GatherPredictions.Tools tools;
  private final PlannedScan planned;
  private List<Element> elements;
  private ScanSinks sinks;
  private Gatherer gatherer;
  private ScanTimes times = ScanTimes.ZERO;
  private Stage stage = Stage.GATHER;
  private ScanFailure failure;
  private String why;
  private int next;
  private int oddInputs;
  private int gapEnd;

  ScanGathering(GatherPredictions.Tools tools, PlannedScan planned) {
    this.tools = tools;
    this.planned = planned;
  }

  /**
   * Takes what is known of some elements.
   *
   * @param index of the first of them
   */
  void add(int index, GatherRecord record) {
    if (record instanceof GatherRecord.Broken broken) {
      why = broken.message();
    } else if (failure == null && gapEnd == 0) {
      guarded(() -> take(index, record));
    }
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (Exception | Error e) {
      failure = ((ScanOutcome.Failed) Failures.outcome(scan(), stage, e)).failure();
    }
  }

  private void take(int index, GatherRecord record) {
    if (record instanceof GatherRecord.Failed failed) {
      failure = new ScanFailure(scan().scanId(), failed.stage(), failed.message());
    } else if (index > next) {
      gapEnd = index;
    } else if (index < next) {
      stage = Stage.PREDICT;
      throw new InputException(
          "Cannot gather the predictions of scan %s: the transformer gave element %d more than once"
              .formatted(scan().scanId(), index));
    } else {
      predicted((GatherRecord.Predicted) record);
    }
  }

  private void predicted(GatherRecord.Predicted record) {
    long start = System.nanoTime();
    open();
    stage = Stage.PREDICT;
    List<Element> some = elements.subList(next, next + record.elements());
    if (record.output() == null) {
      throw new InputException(
          "Cannot read predictions: the transformer gave null for " + text(next, some.size()));
    }
    Tensor predictions = tools.predictions().read(record.output());
    stage = Stage.GATHER;
    gatherer.add(some, predictions);
    next += some.size();
    oddInputs += record.oddInputs();
    times = times.plus(record.times()).plus(gathered(start));
  }

  private void open() {
    if (gatherer == null) {
      elements = tools.loader().scatter(planned.header(), Purpose.INFERENCE);
      sinks = tools.scoring().sinks(scan(), planned.header().image());
      gatherer = tools.loader().gatherer(planned.header(), sinks);
    }
  }

  /** The scores, or why there are none. To be called once, after the last record. */
  ScanOutcome finish() {
    ScanOutcome[] outcome = new ScanOutcome[1];
    if (failure == null) {
      guarded(() -> outcome[0] = finished());
    }
    if (sinks != null) {
      sinks.close();
    }
    return failure == null ? outcome[0] : new ScanOutcome.Failed(failure);
  }

  private ScanOutcome finished() {
    if (next < planned.elements()) {
      stage = Stage.PREDICT;
      throw new InputException(missing());
    }
    stage = Stage.GATHER;
    long start = System.nanoTime();
    open();
    MaskVolume covered = gatherer.finish();
    times = times.plus(gathered(start));
    stage = Stage.READ;
    long reading = System.nanoTime();
    ScanData data = tools.truths().read(tools.scoring().wanted(scan()));
    planned.header().check(data);
    MaskVolume truth = tools.scoring().truth(data);
    times = times.plus(new ScanTimes(System.nanoTime() - reading, 0, 0, 0));
    stage = Stage.SCORE;
    return tools
        .scoring()
        .finish(
            new GatheredScan(
                scan(),
                data.image(),
                sinks.labels().labels(),
                sinks.probabilities(),
                truth,
                covered,
                oddInputs,
                sinks.labels().range(),
                times.total() / 1e9,
                times));
  }

  private String missing() {
    if (why != null) {
      return why;
    }
    int to = gapEnd == 0 ? planned.elements() : gapEnd;
    return "Cannot gather the predictions of scan %s: the transformer gave none for %s"
        .formatted(scan().scanId(), text(next, to - next));
  }

  private String text(int from, int count) {
    return (count == 1 ? "element " + from : "elements " + from + " to " + (from + count - 1))
        + " of "
        + planned.elements()
        + " (from 0)";
  }

  private static ScanTimes gathered(long start) {
    return new ScanTimes(0, 0, 0, System.nanoTime() - start);
  }

  PlannedScan planned() {
    return planned;
  }

  /** Elements that were gathered. */
  int predicted() {
    return next;
  }

  /** Where the time went so far. */
  ScanTimes times() {
    return times;
  }

  private Scan scan() {
    return planned.scan();
  }
}
