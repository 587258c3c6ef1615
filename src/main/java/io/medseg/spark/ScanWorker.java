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
import io.medseg.loader.BatchForm;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Element;
import io.medseg.loader.Gatherer;
import io.medseg.metric.Metric;
import io.medseg.metric.Metrics;
import io.medseg.model.LoadedModels;
import io.medseg.model.ModelSession;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Tensor;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** What one task has open, and how it evaluates a scan with it. One thread; closed by the task. */
final class ScanWorker implements AutoCloseable {
  private final EvaluationRecipe recipe;
  private final DataLoader loader;
  private final ScanReader reader;
  private final ModelSession session;
  private final Evaluator evaluator;
  private final List<Metric> metrics;

  private ScanWorker(EvaluationRecipe recipe, ScanReader reader, ModelSession session) {
    this.recipe = recipe;
    this.reader = reader;
    this.session = session;
    this.loader = recipe.loader().open();
    this.evaluator = Evaluators.create(recipe.dataset().evaluator());
    this.metrics = Metrics.create(recipe.experiment().testMetrics());
  }

  /** Opens what a task needs; the model is loaded if this JVM has not done so. */
  static ScanWorker open(EvaluationRecipe recipe, Configuration hadoop) {
    ModelSession session = LoadedModels.get(recipe.model(), hadoop).newSession();
    try {
      return new ScanWorker(recipe, new Hdf5ScanReader(hadoop), session);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** The scores of a scan, or why it has none; never throws for what is wrong with one scan. */
  ScanOutcome evaluate(PlannedScan planned, List<Element> elements) {
    Course course = new Course();
    try {
      return scored(planned, elements, course);
    } catch (RuntimeException | OutOfMemoryError e) {
      return new ScanOutcome.Failed(Failures.of(planned.scan(), course.stage, e));
    }
  }

  private ScanOutcome scored(PlannedScan planned, List<Element> elements, Course course) {
    Scan scan = planned.scan();
    ScanData data = reader.read(scan);
    // Before the model runs: a scan that cannot be scored would only cost its time.
    MaskVolume truth = loader.truth(data);
    course.enter(Stage.SCATTER);
    LabelSink labels =
        new LabelSink(recipe.decision(), data.image().shape(), loader.outputClasses(), recipe.background());
    MaskVolume covered = predict(planned, data, elements, labels, course);
    course.enter(Stage.SCORE);
    long voxels = data.image().shape().elements();
    ScanScores scores =
        evaluator.score(
            new EvaluatedScan(
                scan.scanId(),
                scan.subjectId(),
                labels.labels(),
                covered == null ? truth : truth.and(covered),
                scan.spacing(recipe.dataset()),
                covered == null ? 0 : voxels - covered.count(0),
                course.seconds()),
            metrics);
    return new ScanOutcome.Scored(scores, course.times());
  }

  private MaskVolume predict(
      PlannedScan planned, ScanData data, List<Element> elements, LabelSink labels, Course course) {
    Gatherer gatherer = loader.gatherer(planned.header(), labels);
    int size = recipe.experiment().testBatchSize();
    for (int from = 0; from < elements.size(); from += size) {
      List<Element> some = elements.subList(from, Math.min(from + size, elements.size()));
      course.enter(Stage.SCATTER);
      Tensor batch = loader.batch(data, some, BatchForm.PREDICTION).x();
      course.enter(Stage.PREDICT);
      Tensor predictions = session.predict(batch);
      course.enter(Stage.GATHER);
      gatherer.add(some, predictions);
    }
    course.enter(Stage.GATHER);
    return gatherer.finish();
  }

  @Override
  public void close() {
    try (session) {
      reader.close();
    }
  }

  /** Where a scan is on its way, and how long it was where. */
  private static final class Course {
    private final long start = System.nanoTime();
    private final long[] spent = new long[Stage.values().length];
    private Stage stage = Stage.READ;
    private long since = start;

    void enter(Stage next) {
      long now = System.nanoTime();
      spent[stage.ordinal()] += now - since;
      since = now;
      stage = next;
    }

    double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }

    ScanTimes times() {
      enter(stage);
      return new ScanTimes(
          spent[Stage.READ.ordinal()],
          spent[Stage.SCATTER.ordinal()],
          spent[Stage.PREDICT.ordinal()],
          spent[Stage.GATHER.ordinal()],
          spent[Stage.SCORE.ordinal()]);
    }
  }
}
