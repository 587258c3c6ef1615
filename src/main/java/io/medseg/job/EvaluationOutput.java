package io.medseg.job;

import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.export.ConsoleTable;
import io.medseg.export.FailuresCsv;
import io.medseg.export.MetricsCsv;
import io.medseg.export.NnunetSummary;
import io.medseg.export.ResultsDirectory;
import io.medseg.export.ResultsText;
import io.medseg.export.RunManifest;
import io.medseg.export.ScoreRow;
import io.medseg.export.ScoreTable;
import io.medseg.export.html.EvaluationReport;
import io.medseg.ledger.FolderHold;
import io.medseg.ledger.Ledger;
import io.medseg.segmentation.LabelFiles;
import io.medseg.segmentation.OutputFolder;
import io.medseg.segmentation.RegionsCsv;
import io.medseg.spark.Delivery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** The folder of an evaluation's results. */
final class EvaluationOutput {
  /** MedSegPy's date, as in "14:05:09 11/22/26 UTC". */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("HH:mm:ss MM/dd/yy 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Where the built-in writers put files of scans. */
  static final List<String> FOLDERS_OF_SCANS = List.of("predictions", Previews.NAME, "regions");

  private final Path directory;
  private final Configuration hadoop;
  private final FolderHold hold;
  private final OutputPlace folder;

  /**
   * @param hold on the folder
   */
  EvaluationOutput(Path directory, Configuration hadoop, FolderHold hold) {
    this.directory = directory;
    this.hadoop = hadoop;
    this.hold = hold;
    this.folder = new OutputPlace(directory, hadoop);
  }

  /** Where it is, with file system and from the root: the same folder for every executor. */
  String location() {
    return folder.location();
  }

  /** What an earlier run left there. */
  EarlierResults earlier() {
    return new EarlierResults(directory, hadoop);
  }

  /** What is entered of its scans. */
  Ledger ledger() {
    return new Ledger(directory, hadoop);
  }

  /** Removes temporary files of processes that died before this run began. */
  void removeLeftOvers() {
    hold.check();
    List<String> folders = new ArrayList<>(List.of("", Ledger.NAME));
    folders.addAll(FOLDERS_OF_SCANS);
    folder.removeLeftOvers(folders, hold.since());
  }

  /** Writes what an export has beside the files of its scans. */
  void writeExport(JavaSparkContext spark, ManifestFacts facts) {
    RunFiles files = files(facts);
    writeOfRun(facts, files);
    files.write(new FailuresCsv(facts.result().failures()));
    files.complete(new RunManifest(facts.entries(spark, Instant.now())));
  }

  private RunFiles files(ManifestFacts facts) {
    return RunFiles.of(
        directory, hadoop, hold, facts.result().scores().stream().map(ScanScores::scanId).toList());
  }

  /** What there is one of in a run beside files of its scans. */
  private void writeOfRun(ManifestFacts facts, RunFiles files) {
    Delivery delivery = facts.resolved().recipe().delivery();
    if (delivery.formats() == null) {
      return;
    }
    LabelFiles.write(delivery.classes(), OutputFolder.ofRun(directory, hadoop))
        .forEach(file -> files.add(file.name()));
    if (List.of(delivery.formats().split("[,\\s]+")).contains("regions")) {
      List<String> scans = facts.result().scores().stream().map(ScanScores::scanId).toList();
      files.add(RegionsCsv.merge(directory, scans, hadoop).name());
    }
  }

  /** Writes every file; the manifest comes last, so that where it is, the results are complete. */
  void write(JavaSparkContext spark, ManifestFacts facts) {
    EvaluationSummary summary = facts.summary();
    RunFiles files = files(facts);
    writeOfRun(facts, files);
    files.write(new MetricsCsv(summary));
    files.write(
        new ResultsText(
            summary, DATE.format(facts.started()), facts.resolved().recipe().modelName()));
    files.write(new NnunetSummary(summary));
    files.write(new FailuresCsv(facts.result().failures()));
    ScoreTable.write(
        ScoreRow.of(facts.runId(), facts.resolved().recipe().dataset().name(), summary).iterator(),
        directory,
        hadoop);
    files.add(ScoreTable.NAME);
    Instant finished = Instant.now();
    Map<String, Object> manifest = facts.entries(spark, finished);
    files.write(
        new EvaluationReport(
            summary,
            facts.result().failures(),
            new ReportFacts(facts, finished).with(manifest),
            new Previews(directory, hadoop, files.ofScans())));
    files.complete(new RunManifest(manifest));
  }

  /** Writes why scans failed, of a run that gave up: its other results would look complete. */
  void writeFailures(List<ScanFailure> failures) {
    hold.check();
    new ResultsDirectory(directory, hadoop).write(new FailuresCsv(failures));
  }

  /** The summary as a table for the console. */
  static String table(EvaluationSummary summary) {
    return ConsoleTable.of(summary);
  }
}
