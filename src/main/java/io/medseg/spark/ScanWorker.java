package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanReader;
import io.medseg.evaluation.EvaluatedScan;
import io.medseg.evaluation.Evaluator;
import io.medseg.evaluation.Evaluators;
import io.medseg.evaluation.LabelSink;
import io.medseg.evaluation.ScanScores;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Element;
import io.medseg.loader.PhaseTimes;
import io.medseg.loader.ScanInference;
import io.medseg.metric.Metric;
import io.medseg.metric.Metrics;
import io.medseg.model.ModelSession;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** What one task has open, and how it evaluates a scan with it. One thread; closed by the task. */
final class ScanWorker implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final EvaluationRecipe recipe;
  private final DataLoader loader;
  private final Evaluator evaluator;
  private final List<Metric> metrics;
  private final ScanReader reader;
  private final ModelSession session;
  private Stage stage;

  private ScanWorker(EvaluationRecipe recipe, ScanReader reader, ModelSession session) {
    this.recipe = recipe;
    this.loader = recipe.loader().open();
    this.evaluator = Evaluators.create(recipe.dataset().evaluator());
    this.metrics = Metrics.create(recipe.experiment().testMetrics());
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

  /** The scores of a scan, or why it has none; never throws for what is wrong with one scan. */
  ScanOutcome evaluate(PlannedScan planned, List<Element> elements) {
    stage = Stage.READ;
    try {
      return scored(planned.scan(), elements);
    } catch (RuntimeException | OutOfMemoryError e) {
      return new ScanOutcome.Failed(Failures.of(planned.scan(), stage, e));
    }
  }

  private ScanOutcome scored(Scan scan, List<Element> elements) {
    long start = System.nanoTime();
    ScanData data = reader.read(scan);
    // Before the model runs: a scan that cannot be scored would only cost its time.
    stage = Stage.SCORE;
    MaskVolume truth = loader.truth(data);
    long read = System.nanoTime();
    Shape shape = data.image().shape();
    LabelSink labels =
        new LabelSink(recipe.decision(), shape, loader.outputClasses(), recipe.background());
    PhaseTimes phases = new PhaseTimes();
    stage = Stage.SCATTER;
    MaskVolume covered =
        ScanInference.run(
            loader,
            data,
            elements,
            this::predict,
            recipe.experiment().testBatchSize(),
            gathering(labels),
            phases);
    stage = Stage.SCORE;
    long gathered = System.nanoTime();
    MaskVolume prediction = processed(labels.labels(), covered);
    long predicted = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    ScanScores scores =
        evaluator.score(
            new EvaluatedScan(
                scan.scanId(),
                scan.subjectId(),
                prediction,
                covered == null ? truth : truth.and(covered),
                scan.spacing(recipe.dataset()),
                covered == null ? 0 : shape.elements() - covered.count(0),
                (predicted - start) / 1e9),
            metrics);
    return new ScanOutcome.Scored(
        scores,
        new ScanTimes(
            read - start,
            phases.batchNanos(),
            phases.predictNanos(),
            phases.gatherNanos() + predicted - gathered,
            System.nanoTime() - predicted,
            THREADS.getCurrentThreadCpuTime() - cpu));
  }

  /** Voxels that no window covered stay out, also where a step put them into a class. */
  private MaskVolume processed(MaskVolume labels, MaskVolume covered) {
    recipe.postProcessing().apply(labels);
    return covered == null ? labels : labels.and(covered);
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
