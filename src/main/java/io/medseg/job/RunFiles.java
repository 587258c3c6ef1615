package io.medseg.job;

import io.medseg.InputException;
import io.medseg.export.Report;
import io.medseg.export.ResultsDirectory;
import io.medseg.ledger.FolderHold;
import io.medseg.ledger.Ledger;
import io.medseg.ledger.WrittenFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of a run whose scans or shards are written, up to the one that is written last and says
 * that the results are complete: it is there only if all others are.
 */
final class RunFiles {
  private final Path directory;
  private final Configuration hadoop;
  private final FolderHold hold;
  private final WrittenFiles ofScans;
  private final List<String> ofRun = new ArrayList<>();

  private RunFiles(Path directory, Configuration hadoop, FolderHold hold, WrittenFiles ofScans) {
    this.directory = directory;
    this.hadoop = hadoop;
    this.hold = hold;
    this.ofScans = ofScans;
  }

  /**
   * Those of scans, as the ledger names them.
   *
   * @throws InputException if the folder was lost, or a scan's entry is missing
   */
  static RunFiles of(Path directory, Configuration hadoop, FolderHold hold, List<String> scanIds) {
    hold.check();
    WrittenFiles ofScans = WrittenFiles.of(new Ledger(directory, hadoop), scanIds);
    return new RunFiles(directory, hadoop, hold, ofScans);
  }

  /** What was written for scans. */
  WrittenFiles ofScans() {
    return ofScans;
  }

  /** Notes a file that was written. */
  void add(String name) {
    ofRun.add(name);
  }

  /** Those that are known. */
  static RunFiles of(Path directory, Configuration hadoop, FolderHold hold, WrittenFiles written) {
    hold.check();
    return new RunFiles(directory, hadoop, hold, written);
  }

  /** Writes a report. */
  void write(Report report) {
    new ResultsDirectory(directory, hadoop).write(report);
    add(report.fileName());
  }

  /**
   * Writes the file that comes last, if everything is there that was written before.
   *
   * @throws InputException if anything is missing; the file is not there then
   */
  void complete(Report last) {
    check();
    try {
      new ResultsDirectory(directory, hadoop).write(last);
      // What went in the moment before.
      check();
    } catch (InputException e) {
      new OutputPlace(directory, hadoop).begin(last.fileName());
      throw e;
    }
  }

  private void check() {
    hold.check();
    try {
      ofScans.and(ofRun).check(directory, hadoop);
    } catch (IOException e) {
      throw new OutputPlace(directory, hadoop).cannotWrite(e);
    }
  }
}
