package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanReader;
import io.medseg.evaluation.LabelSink;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Element;
import io.medseg.loader.Gatherer;
import io.medseg.loader.PhaseTimes;
import io.medseg.loader.RangeGatherer;
import io.medseg.loader.ScanInference;
import io.medseg.model.ModelSession;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.SparseMasks;
import io.medseg.volume.Tensor;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** What one task has open, and how it evaluates a scan with it. One thread; closed by the task. */
final class ScanWorker implements AutoCloseable {
  private final EvaluationRecipe recipe;
  private final DataLoader loader;
  private final ScanScoring scoring;
  private final ScanReader reader;
  private final ModelSession session;
  private Stage stage;

  private ScanWorker(EvaluationRecipe recipe, ScanReader reader, ModelSession session) {
    this.recipe = recipe;
    this.loader = recipe.loader().open();
    this.scoring = new ScanScoring(recipe, loader);
    this.reader = reader;
    this.session = session;
  }

  /** Opens what a task needs; the model is loaded if this JVM has not done so. */
  static ScanWorker open(EvaluationRecipe recipe, Configuration hadoop) {
    ModelSession session = recipe.session(hadoop);
    try {
      return new ScanWorker(recipe, new Hdf5ScanReader(hadoop), session);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * The scores of a scan, what is known of a share of it, or why there is nothing; never throws for
   * what is wrong with one scan.
   */
  ScanOutcome evaluate(ScanShare share, List<Element> elements) {
    stage = Stage.READ;
    try {
      return evaluated(share, elements);
    } catch (RuntimeException | OutOfMemoryError e) {
      return new ScanOutcome.Failed(Failures.of(share.scan().scan(), stage, e));
    }
  }

  private ScanOutcome evaluated(ScanShare share, List<Element> elements) {
    Scan scan = share.scan().scan();
    long start = System.nanoTime();
    ScanData data = reader.read(scan);
    // Before the model runs: a scan that cannot be scored would only cost its time.
    stage = Stage.SCORE;
    MaskVolume truth = loader.truth(data);
    long read = System.nanoTime() - start;
    LabelSink labels = scoring.labels(data.image().shape());
    PhaseTimes phases = new PhaseTimes();
    stage = Stage.SCATTER;
    PredictionSink sink = gathering(labels);
    ScanHeader header = share.scan().header();
    if (share.shares() > 1) {
      RangeGatherer gatherer = loader.rangeGatherer(header, share.range(), sink);
      run(data, elements, gatherer, phases);
      SparseMasks known = SparseMasks.of(labels.labels());
      return new ScanOutcome.Predicted(
          new PartialScan(
              share, known, gatherer.seams(), times(read, phases), secondsSince(start)));
    }
    MaskVolume covered = run(data, elements, loader.gatherer(header, sink), phases);
    stage = Stage.SCORE;
    return scoring.score(
        scan, labels.labels(), truth, covered, secondsSince(start), times(read, phases));
  }

  private MaskVolume run(
      ScanData data, List<Element> elements, Gatherer gatherer, PhaseTimes phases) {
    int batchSize = recipe.experiment().testBatchSize();
    return ScanInference.run(loader, data, elements, this::predict, batchSize, gatherer, phases);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static ScanTimes times(long read, PhaseTimes phases) {
    return new ScanTimes(
        read, phases.batchNanos(), phases.predictNanos(), phases.gatherNanos(), 0, 0);
  }

  private Tensor predict(Tensor batch) {
    stage = Stage.PREDICT;
    Tensor predictions = session.predict(batch);
    stage = Stage.GATHER;
    return predictions;
  }

  /** What comes after a block was taken is, but for the last one, cutting the next batch. */
  private PredictionSink gathering(PredictionSink sink) {
    return (PredictionBlock block) -> {
      stage = Stage.GATHER;
      sink.accept(block);
      stage = Stage.SCATTER;
    };
  }

  @Override
  public void close() {
    try (session) {
      reader.close();
    }
  }
}
