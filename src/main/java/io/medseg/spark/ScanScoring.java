package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.evaluation.EvaluatedScan;
import io.medseg.evaluation.Evaluator;
import io.medseg.evaluation.Evaluators;
import io.medseg.evaluation.LabelSink;
import io.medseg.evaluation.ScanScores;
import io.medseg.loader.DataLoader;
import io.medseg.metric.Metric;
import io.medseg.metric.Metrics;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** Decides, post-processes and scores the predictions of scans. One thread. */
final class ScanScoring {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final EvaluationRecipe recipe;
  private final DataLoader loader;
  private final Evaluator evaluator;
  private final List<Metric> metrics;

  ScanScoring(EvaluationRecipe recipe, DataLoader loader) {
    this.recipe = recipe;
    this.loader = loader;
    this.evaluator = Evaluators.create(recipe.dataset().evaluator());
    this.metrics = Metrics.create(recipe.experiment().testMetrics());
  }

  /** A sink that decides the labels of a scan. */
  LabelSink labels(Shape image) {
    return new LabelSink(recipe.decision(), image, loader.outputClasses(), recipe.background());
  }

  /**
   * The scores of a scan.
   *
   * @param covered what some window covered, null for all; other voxels count as background in
   *     prediction and truth
   * @param seconds time the prediction took so far
   * @param before times so far; those of this step are added
   */
  ScanOutcome score(
      Scan scan,
      MaskVolume labels,
      MaskVolume truth,
      MaskVolume covered,
      double seconds,
      ScanTimes before) {
    long start = System.nanoTime();
    recipe.postProcessing().apply(labels);
    // Voxels that no window covered stay out, also where a step put them into a class.
    MaskVolume prediction = covered == null ? labels : labels.and(covered);
    long processed = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    ScanScores scores =
        evaluator.score(
            new EvaluatedScan(
                scan.scanId(),
                scan.subjectId(),
                prediction,
                covered == null ? truth : truth.and(covered),
                scan.spacing(recipe.dataset()),
                covered == null ? 0 : truth.shape().elements() - covered.count(0),
                seconds + (processed - start) / 1e9),
            metrics);
    ScanTimes own =
        new ScanTimes(
            0,
            0,
            0,
            processed - start,
            System.nanoTime() - processed,
            THREADS.getCurrentThreadCpuTime() - cpu);
    return new ScanOutcome.Scored(scores, before.plus(own));
  }
}
