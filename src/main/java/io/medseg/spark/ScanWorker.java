package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanReader;
import io.medseg.evaluation.LabelSink;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Element;
import io.medseg.loader.ElementRange;
import io.medseg.loader.Gatherer;
import io.medseg.loader.PhaseTimes;
import io.medseg.loader.Purpose;
import io.medseg.loader.RangeGatherer;
import io.medseg.loader.ScanInference;
import io.medseg.model.Device;
import io.medseg.model.LoadedModels;
import io.medseg.model.ModelSession;
import io.medseg.model.SegmentationModel;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.SparseMasks;
import io.medseg.volume.Tensor;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * What one task has open, and how it evaluates a scan with it. One thread at a time, which also
 * closes it; but another one may ask for the stage and give up.
 */
final class ScanWorker implements AutoCloseable {
  private static final String GIVEN_UP = "Cannot go on with a scan that was given up";

  private final EvaluationRecipe recipe;
  private final DataLoader loader;
  private final ScanScoring scoring;
  private final ScanReader reader;
  private final ScanReader pieces;
  private final SegmentationModel model;
  private final ModelSession session;
  private volatile Stage stage;
  private volatile boolean givenUp;
  private int oddInputs;

  private ScanWorker(
      EvaluationRecipe recipe,
      Configuration hadoop,
      SegmentationModel model,
      ModelSession session) {
    this.recipe = recipe;
    this.loader = recipe.loader().open();
    this.scoring = new ScanScoring(recipe, loader, hadoop, this::requireWanted);
    this.reader = new Hdf5ScanReader(hadoop);
    this.pieces = Hdf5ScanReader.ofPieces(hadoop);
    this.model = model;
    this.session = session;
  }

  /** Opens what a task needs; the model is loaded if this JVM has not done so. */
  static ScanWorker open(EvaluationRecipe recipe, Configuration hadoop, Device device) {
    SegmentationModel model = LoadedModels.get(recipe.model(), device, hadoop);
    ModelSession session = recipe.session(model);
    try {
      return new ScanWorker(recipe, hadoop, model, session);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * The scores of a scan, what is known of a share of it, or why there is nothing; never throws for
   * what is wrong with one scan.
   */
  ScanOutcome evaluate(ScanRecord record) {
    ScanShare share = record.share();
    stage = Stage.SCATTER;
    oddInputs = 0;
    try {
      List<Element> elements = elements(record);
      stage = Stage.READ;
      return share.shares() > 1 ? predicted(share, elements) : scored(share, elements);
    } catch (Exception | Error e) {
      return givenUp
          ? new ScanOutcome.Failed(new ScanFailure(share.scan().scan().scanId(), stage, GIVEN_UP))
          : Failures.outcome(share.scan().scan(), stage, e);
    }
  }

  /** What is being done with the scan. */
  Stage stage() {
    return stage;
  }

  /**
   * The scan was given up: no file of it appears any more, and it is ended when it can be. A model
   * that did not return is used by nobody any more.
   */
  void giveUp() {
    givenUp = true;
    if (stage == Stage.PREDICT) {
      LoadedModels.leave(model);
    }
  }

  /** Whether another task has left the model behind. */
  boolean isOfLeftModel() {
    return LoadedModels.isLeft(model);
  }

  private void requireWanted() {
    if (givenUp) {
      throw new InputException(GIVEN_UP);
    }
  }

  private List<Element> elements(ScanRecord record) {
    ScanShare share = record.share();
    List<Element> all = loader.scatter(share.scan().header(), Purpose.INFERENCE);
    ElementRange range = share.range().within(all.size());
    int found = Math.min(record.elements(), range.count());
    if (found != share.range().count()) {
      throw new InputException(
          "Cannot predict scan %s: of its %d elements only %d are there; data loader %s gave another list before"
              .formatted(
                  share.scan().scan().scanId(),
                  share.range().count(),
                  found,
                  recipe.experiment().tag()));
    }
    return all.subList(range.from(), range.to());
  }

  private ScanOutcome scored(ScanShare share, List<Element> elements) {
    Scan scan = share.scan().scan();
    long start = System.nanoTime();
    ScanData data = reader.read(scoring.wanted(scan));
    share.scan().header().check(data);
    MaskVolume truth = truth(data);
    long read = System.nanoTime() - start;
    PhaseTimes phases = new PhaseTimes();
    stage = Stage.SCATTER;
    try (ScanSinks sinks = scoring.sinks(scan, data.image().shape())) {
      Gatherer gatherer = loader.gatherer(share.scan().header(), sinks);
      MaskVolume covered = run(data, elements, gatherer, phases);
      // What is read by slabs is large, and so is what scoring holds.
      data.drop();
      stage = Stage.SCORE;
      return scoring.finish(
          new GatheredScan(
              scan,
              data.image(),
              sinks.labels().labels(),
              sinks.probabilities(),
              truth,
              covered,
              oddInputs,
              sinks.labels().range(),
              secondsSince(start),
              times(read, phases)));
    }
  }

  /** Reads no more of the scan than the planes of its range; the first range looks at the truth. */
  private ScanOutcome predicted(ScanShare share, List<Element> elements) {
    Scan scan = share.scan().scan();
    long start = System.nanoTime();
    boolean isFirst = share.range().from() == 0;
    ScanData data = pieces.read(isFirst ? scoring.wanted(scan) : scan.withoutMasks());
    share.scan().header().check(data);
    if (isFirst) {
      truth(data);
    }
    long read = System.nanoTime() - start;
    LabelSink labels = scoring.labels(data.image().shape());
    PhaseTimes phases = new PhaseTimes();
    stage = Stage.SCATTER;
    RangeGatherer gatherer = loader.rangeGatherer(share.scan().header(), share.range(), labels);
    run(data, elements, gatherer, phases);
    return new ScanOutcome.Predicted(
        new PartialScan(
            share,
            SparseMasks.of(labels.labels()),
            gatherer.seams(),
            oddInputs,
            labels.range(),
            times(read, phases),
            secondsSince(start)));
  }

  /** Before the model runs: a scan that cannot be scored would only cost its time. */
  private MaskVolume truth(ScanData data) {
    stage = Stage.SCORE;
    return scoring.truth(data);
  }

  private MaskVolume run(
      ScanData data, List<Element> elements, Gatherer gatherer, PhaseTimes phases) {
    int batchSize = recipe.experiment().testBatchSize();
    return ScanInference.run(
        loader, data, elements, this::predict, batchSize, staged(gatherer), phases);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static ScanTimes times(long read, PhaseTimes phases) {
    return new ScanTimes(read, phases.batchNanos(), phases.predictNanos(), phases.gatherNanos());
  }

  private Tensor predict(Tensor batch) {
    requireWanted();
    stage = Stage.PREDICT;
    oddInputs += batch.notFinite(0, batch.shape().get(0));
    Tensor predictions = session.predict(batch);
    stage = Stage.GATHER;
    return predictions;
  }

  /** What comes after predictions were gathered is, but for the last ones, cutting a batch. */
  private Gatherer staged(Gatherer gatherer) {
    return new Gatherer() {
      @Override
      public void add(List<Element> some, Tensor predictions) {
        gatherer.add(some, predictions);
        stage = Stage.SCATTER;
      }

      @Override
      public MaskVolume finish() {
        stage = Stage.GATHER;
        return gatherer.finish();
      }
    };
  }

  @Override
  public void close() {
    try (session;
        pieces) {
      reader.close();
    }
  }
}
