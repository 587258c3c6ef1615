package io.medseg.job;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.export.RunManifest;
import io.medseg.export.ScoreTable;
import io.medseg.ledger.Ledger;
import io.medseg.ledger.WrittenFile;
import io.medseg.spark.RunLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier run left in the folder of a run, as far as its manifest and ledger say that it is
 * ours: nobody else's files are touched.
 */
final class EarlierResults {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierResults.class);

  /** How many names a message has. */
  private static final int SHOWN = 3;

  /** What a run writes beside the files of its scans; the manifest goes first. */
  private static final List<String> OF_RUN =
      List.of(
          RunManifest.NAME,
          "report.html",
          "metrics.csv",
          "results.txt",
          "summary.json",
          "failures.csv",
          ScoreTable.NAME,
          "regions.csv",
          "labels.txt",
          "labels.ctbl");

  private final Path directory;
  private final Configuration hadoop;
  private final Ledger ledger;
  private final Set<String> entered;
  private final boolean isComplete;

  /** Looks at the folder. */
  EarlierResults(Path directory, Configuration hadoop) {
    this.directory = directory;
    this.hadoop = hadoop;
    this.ledger = new Ledger(directory, hadoop);
    this.entered = ledger.scanIds();
    this.isComplete = new OutputPlace(directory, hadoop).holds(RunManifest.NAME);
  }

  /** Whether there are any. */
  boolean isAny() {
    return isComplete || !entered.isEmpty();
  }

  /**
   * What becomes of them, for people.
   *
   * @param earlier what was asked for
   * @param kept scans that are not done again
   * @param wanted all scans of the run
   */
  String fate(RunLedger.Earlier earlier, Set<String> kept, Set<String> wanted) {
    int others = (int) entered.stream().filter(scanId -> !wanted.contains(scanId)).count();
    int again = entered.size() - kept.size() - others;
    String why =
        earlier == RunLedger.Earlier.KEEP
            ? "since input, model, settings or what was written changed"
            : "(--resume keeps those that still hold)";
    return "%d scans of an earlier run%s are in %s: %d are kept, %d are done again %s, %d are not in this run; what was written for scans that are not kept, and its reports, are removed"
        .formatted(
            entered.size(),
            isComplete ? "" : " that did not end",
            Secrets.masked(directory.toString()),
            kept.size(),
            again,
            why,
            others);
  }

  /**
   * Removes what the run makes anew or has no more; tells what stays though nobody knows it.
   *
   * @param kept scans whose entry and files stay
   * @throws InputException if that is not possible
   */
  void remove(Set<String> kept) {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      Set<String> staying = names(kept);
      if (isAny()) {
        removeOthers(files, kept, staying);
      }
      tellUnknown(files, staying);
    } catch (IOException e) {
      throw new InputException(
          "Cannot remove results of an earlier run from %s: %s"
              .formatted(Secrets.masked(directory.toString()), e.getMessage()),
          e);
    }
  }

  private void removeOthers(FileSystem files, Set<String> kept, Set<String> staying)
      throws IOException {
    for (String name : OF_RUN) {
      files.delete(new Path(directory, name), true);
    }
    Set<String> gone = new TreeSet<>(entered);
    gone.removeAll(kept);
    for (String name : names(gone)) {
      // Names of scans may begin alike, so that a file could be of two.
      if (!staying.contains(name) && isInside(name)) {
        files.delete(new Path(directory, name), false);
      }
    }
    gone.forEach(ledger::remove);
  }

  /**
   * Who looks for results would take for such what lies between them: files of somebody else, or of
   * a run whose ledger is gone or cannot be read.
   */
  private void tellUnknown(FileSystem files, Set<String> staying) throws IOException {
    List<String> unknown = new ArrayList<>();
    for (String folder : EvaluationOutput.FOLDERS_OF_SCANS) {
      Path inside = new Path(directory, folder);
      if (files.exists(inside) && files.getFileStatus(inside).isDirectory()) {
        for (FileStatus file : files.listStatus(inside)) {
          String name = folder + "/" + file.getPath().getName();
          if (!file.getPath().getName().startsWith(".") && !staying.contains(name)) {
            unknown.add(name);
          }
        }
      }
    }
    if (!unknown.isEmpty()) {
      LOG.warn(
          "{} files in {} are in no ledger: they stay, and this run replaces those of its own names ({}{})",
          unknown.size(),
          Secrets.masked(directory.toString()),
          unknown.stream().sorted().limit(SHOWN).collect(Collectors.joining(", ")),
          unknown.size() > SHOWN ? ", ..." : "");
    }
  }

  private Set<String> names(Set<String> scanIds) {
    return scanIds.parallelStream()
        .flatMap(scanId -> ledger.written(scanId).stream().flatMap(List::stream))
        .map(WrittenFile::name)
        .collect(Collectors.toSet());
  }

  /** A ledger is a file that anybody may have written. */
  private static boolean isInside(String name) {
    return !name.startsWith("/") && !name.contains(":") && !("/" + name + "/").contains("/../");
  }
}
