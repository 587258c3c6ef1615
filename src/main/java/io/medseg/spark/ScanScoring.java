package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.evaluation.EvaluatedScan;
import io.medseg.evaluation.Evaluator;
import io.medseg.evaluation.Evaluators;
import io.medseg.evaluation.LabelSink;
import io.medseg.evaluation.ScanScores;
import io.medseg.evaluation.Stage;
import io.medseg.ledger.WrittenFile;
import io.medseg.loader.DataLoader;
import io.medseg.metric.Metric;
import io.medseg.metric.Metrics;
import io.medseg.segmentation.OutputFolder;
import io.medseg.segmentation.ProbabilityStore;
import io.medseg.segmentation.Segmentation;
import io.medseg.segmentation.SegmentationWriter;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Decides, post-processes, scores and writes the predictions of scans. One thread. */
final class ScanScoring {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final EvaluationRecipe recipe;
  private final DataLoader loader;
  private final Configuration hadoop;
  private final Evaluator evaluator;
  private final List<Metric> metrics;
  private final List<SegmentationWriter> writers;
  private final boolean wantsProbabilities;
  private final Runnable beforeFile;

  ScanScoring(EvaluationRecipe recipe, DataLoader loader, Configuration hadoop) {
    this(recipe, loader, hadoop, () -> {});
  }

  /**
   * Scoring of scans that may be given up.
   *
   * @param beforeFile called before a file appears; throws if it must not
   */
  ScanScoring(
      EvaluationRecipe recipe, DataLoader loader, Configuration hadoop, Runnable beforeFile) {
    this.beforeFile = beforeFile;
    this.recipe = recipe;
    this.loader = loader;
    this.hadoop = hadoop;
    this.evaluator = Evaluators.create(recipe.dataset().evaluator());
    this.metrics = Metrics.create(recipe.experiment().testMetrics());
    this.writers = recipe.delivery().writers();
    this.wantsProbabilities = recipe.delivery().wantsProbabilities();
  }

  /** A sink that decides the labels of a scan. */
  LabelSink labels(Shape image) {
    return new LabelSink(recipe.decision(), image, loader.outputClasses(), recipe.background());
  }

  /** Sinks for all that is wanted of the predictions of a scan. */
  ScanSinks sinks(Scan scan, Shape image) {
    ProbabilityStore store =
        wantsProbabilities
            ? ProbabilityStore.create(
                Path.of(System.getProperty("java.io.tmpdir")),
                scan.scanId(),
                image,
                loader.outputClasses())
            : null;
    return new ScanSinks(labels(image), store);
  }

  /** The scan as far as it has to be read. */
  Scan wanted(Scan scan) {
    return recipe.wanted(scan);
  }

  /**
   * The truth of a scan; null where nothing is scored.
   *
   * @throws io.medseg.InputException if there is none
   */
  MaskVolume truth(ScanData data) {
    return isScored() ? loader.truth(data) : null;
  }

  private boolean isScored() {
    return recipe.delivery().scoring() == Delivery.Scoring.WITH_TRUTH;
  }

  /** The row of a scan, its files written; a failure if they cannot be. */
  ScanOutcome finish(GatheredScan gathered) {
    long start = System.nanoTime();
    recipe.postProcessing().apply(gathered.labels());
    // Voxels that no window covered stay out, also where a step put them into a class.
    MaskVolume covered = gathered.covered();
    MaskVolume labels = covered == null ? gathered.labels() : gathered.labels().and(covered);
    long processed = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    ScanScores scores =
        scores(gathered, labels, (processed - start) / 1e9)
            .with(gathered.oddInputs(), gathered.range());
    long cpuUsed = THREADS.getCurrentThreadCpuTime() - cpu;
    long scored = System.nanoTime();
    try {
      List<WrittenFile> files = write(gathered, labels);
      ScanTimes own =
          new ScanTimes(
              0, 0, 0, processed - start, scored - processed, cpuUsed, System.nanoTime() - scored);
      return new ScanOutcome.Scored(scores, gathered.times().plus(own), files);
    } catch (Exception | Error e) {
      return Failures.outcome(gathered.scan(), Stage.WRITE, e);
    }
  }

  private ScanScores scores(GatheredScan gathered, MaskVolume labels, double seconds) {
    Scan scan = gathered.scan();
    MaskVolume covered = gathered.covered();
    long voxels = labels.shape().elements();
    long uncovered = covered == null ? 0 : voxels - covered.count(0);
    double all = gathered.seconds() + seconds;
    if (!isScored()) {
      return new ScanScores(
          scan.scanId(), scan.subjectId(), List.of(), List.of(), voxels, uncovered, all);
    }
    MaskVolume truth = covered == null ? gathered.truth() : gathered.truth().and(covered);
    return evaluator.score(
        new EvaluatedScan(
            scan.scanId(),
            scan.subjectId(),
            labels,
            truth,
            scan.spacing(recipe.dataset()),
            uncovered,
            all),
        metrics);
  }

  private List<WrittenFile> write(GatheredScan gathered, MaskVolume labels) {
    if (writers.isEmpty()) {
      return List.of();
    }
    Scan scan = gathered.scan();
    Segmentation segmentation =
        new Segmentation(
            scan.scanId(),
            scan.subjectId(),
            labels.shape(),
            scan.spacing(recipe.dataset()),
            scan.affine(recipe.dataset()),
            recipe.delivery().classes(),
            gathered.image(),
            labels,
            gathered.truth(),
            gathered.probabilities());
    OutputFolder out =
        OutputFolder.ofScan(
                new org.apache.hadoop.fs.Path(recipe.delivery().run()), scan.scanId(), hadoop)
            .checkedBy(beforeFile);
    List<WrittenFile> files = new ArrayList<>();
    for (SegmentationWriter writer : writers) {
      List<WrittenFile> written = writer.write(segmentation, out);
      if (written == null) {
        throw new InputException(
            "Cannot write scan %s: writer %s did not say what it wrote"
                .formatted(scan.scanId(), writer.getClass().getName()));
      }
      files.addAll(written);
    }
    return files;
  }
}
