package io.medseg.job;

import io.medseg.InputException;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.export.AtomicFile;
import io.medseg.export.ConsoleTable;
import io.medseg.export.FailuresCsv;
import io.medseg.export.MetricsCsv;
import io.medseg.export.NnunetSummary;
import io.medseg.export.ResultsDirectory;
import io.medseg.export.ResultsText;
import io.medseg.export.RunManifest;
import io.medseg.export.ScoreRow;
import io.medseg.export.html.EvaluationReport;
import io.medseg.ledger.Ledger;
import io.medseg.segmentation.LabelFiles;
import io.medseg.segmentation.OutputFolder;
import io.medseg.segmentation.RegionsCsv;
import io.medseg.spark.Delivery;
import io.medseg.spark.ScoreTable;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of an evaluation's results. */
final class EvaluationOutput {
  /** MedSegPy's date, as in "14:05:09 11/22/26 UTC". */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("HH:mm:ss MM/dd/yy 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Where the run itself and the built-in writers put files; "" is the run's own. */
  private static final List<String> FOLDERS =
      List.of("", Ledger.NAME, "predictions", Previews.NAME, "regions");

  private static final Logger LOG = LoggerFactory.getLogger(EvaluationOutput.class);

  private final Path directory;
  private final Configuration hadoop;

  EvaluationOutput(Path directory, Configuration hadoop) {
    this.directory = directory;
    this.hadoop = hadoop;
  }

  /** Where it is, with file system and from the root: the same folder for every executor. */
  String location() {
    try {
      return directory.getFileSystem(hadoop).makeQualified(directory).toString();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Whether a run came to its end here. */
  boolean isComplete() {
    try {
      return directory.getFileSystem(hadoop).exists(new Path(directory, RunManifest.NAME));
    } catch (IOException | RuntimeException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Finds out before hours of work whether the results can be written after them. The manifest of
   * an earlier run goes: where there is one, the results are complete.
   */
  void begin() {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      files.mkdirs(directory);
      Path probe = AtomicFile.temporary(new Path(directory, "probe"));
      files.create(probe, false).close();
      files.delete(probe, false);
      files.delete(new Path(directory, RunManifest.NAME), false);
    } catch (IOException | RuntimeException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Removes temporary files of processes that died before this run began: nobody completes them.
   * Results are no worse with them, so that it cannot be done is only told.
   */
  void removeLeftOvers(Instant started) {
    try {
      int removed = 0;
      for (String folder : FOLDERS) {
        Path inside = folder.isEmpty() ? directory : new Path(directory, folder);
        removed += AtomicFile.removeLeftOvers(inside, started, hadoop);
      }
      if (removed > 0) {
        LOG.info("{} temporary files of an earlier run that was killed are removed", removed);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot remove temporary files in {}: {}", directory, e.getMessage());
    }
  }

  private InputException cannotWrite(Exception e) {
    return new InputException(
        "Cannot write results to "
            + directory
            + ": "
            + e.getMessage()
            + "; give a writable --output",
        e);
  }

  /** Writes what an export has beside the files of its scans. */
  void writeExport(JavaSparkContext spark, ManifestFacts facts) {
    writeOfRun(facts);
    ResultsDirectory results = new ResultsDirectory(directory, hadoop);
    results.write(new FailuresCsv(facts.result().failures()));
    results.write(new RunManifest(facts.entries(spark, Instant.now())));
  }

  /** What there is one of in a run beside files of its scans. */
  private void writeOfRun(ManifestFacts facts) {
    Delivery delivery = facts.resolved().recipe().delivery();
    if (delivery.formats() == null) {
      return;
    }
    LabelFiles.write(delivery.classes(), OutputFolder.ofRun(directory, hadoop));
    if (List.of(delivery.formats().split("[,\\s]+")).contains("regions")) {
      List<String> scans = facts.result().scores().stream().map(ScanScores::scanId).toList();
      RegionsCsv.merge(directory, scans, hadoop);
    }
  }

  /** Writes every file; the manifest comes last, so that where it is, the results are complete. */
  void write(JavaSparkContext spark, ManifestFacts facts) {
    EvaluationSummary summary = facts.summary();
    writeOfRun(facts);
    ResultsDirectory results = new ResultsDirectory(directory, hadoop);
    results.write(new MetricsCsv(summary));
    results.write(
        new ResultsText(
            summary, DATE.format(facts.started()), facts.resolved().recipe().modelName()));
    results.write(new NnunetSummary(summary));
    results.write(new FailuresCsv(facts.result().failures()));
    ScoreTable.write(
        spark,
        ScoreRow.of(facts.runId(), facts.resolved().recipe().dataset().name(), summary),
        directory);
    Instant finished = Instant.now();
    Map<String, Object> manifest = facts.entries(spark, finished);
    results.write(
        new EvaluationReport(
            summary,
            facts.result().failures(),
            new ReportFacts(facts, finished).with(manifest),
            new Previews(directory, hadoop)));
    results.write(new RunManifest(manifest));
  }

  /** Writes why scans failed, of a run that gave up: its other results would look complete. */
  void writeFailures(List<ScanFailure> failures) {
    new ResultsDirectory(directory, hadoop).write(new FailuresCsv(failures));
  }

  /** The summary as a table for the console. */
  static String table(EvaluationSummary summary) {
    return ConsoleTable.of(summary);
  }
}
