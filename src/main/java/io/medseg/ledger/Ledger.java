package io.medseg.ledger;

import io.medseg.InputException;
import io.medseg.export.AtomicFile;
import io.medseg.export.JsonText;
import io.medseg.text.TextFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code ledger} of a run: {@code <scan_id>.json} for every scan that is finished,
 * written last of all that is written for the scan, so that where it is, the scan's files are
 * complete. An entry counts as long as input, model and configuration have the fingerprints it was
 * made with. Several tasks may write the same entry; one of them stays, whole. Safe for many
 * threads.
 */
public final class Ledger {
  /** Name of the folder inside the results. */
  public static final String NAME = "ledger";

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final String ENDING = ".json";

  private final Path run;
  private final Path folder;
  private final Configuration hadoop;

  /**
   * @param run folder of the run's results
   */
  public Ledger(Path run, Configuration hadoop) {
    this.run = run;
    this.folder = new Path(run, NAME);
    this.hadoop = hadoop;
  }

  /**
   * Enters a finished scan; an older entry is replaced.
   *
   * @throws InputException if it cannot be written
   */
  public void write(LedgerEntry entry) {
    Path file = file(entry.scanId());
    try {
      AtomicFile.write(
          file,
          hadoop,
          out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            JsonText.PYTHON.write(EntryJson.object(entry), writer);
            writer.flush();
          });
    } catch (IOException e) {
      throw new InputException("Cannot write ledger entry " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The entry of a scan, if there is one that still holds and the files that it names are there
   * with their sizes.
   *
   * @param input fingerprint of the scan's files as they are now
   */
  public Optional<LedgerEntry> find(String scanId, String input, RunKey key) {
    try {
      if (!files().exists(file(scanId))) {
        return Optional.empty();
      }
      LedgerEntry entry = read(scanId);
      return entry.scanId().equals(scanId) && entry.holdsFor(input, key) && hasFiles(entry)
          ? Optional.of(entry)
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "Cannot use ledger entry {}: {}; scan {} is done again",
          file(scanId),
          e.getMessage(),
          scanId);
      return Optional.empty();
    }
  }

  private boolean hasFiles(LedgerEntry entry) throws IOException {
    for (WrittenFile written : entry.files()) {
      Path file = new Path(run, written.name());
      if (!files().exists(file) || files().getFileStatus(file).getLen() != written.bytes()) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is an entry of a scan, whether it still holds or not. */
  public boolean holds(String scanId) {
    try {
      return files().exists(file(scanId));
    } catch (IOException e) {
      throw new InputException(
          "Cannot look for ledger entry " + file(scanId) + ": " + e.getMessage(), e);
    }
  }

  /** Number of entries, whether they still hold or not; 0 where they cannot be counted. */
  public int size() {
    try {
      return scanIds().size();
    } catch (InputException e) {
      return 0;
    }
  }

  /**
   * Forgets all other scans.
   *
   * @throws InputException if an entry cannot be removed
   */
  public void retain(Set<String> scanIds) {
    scanIds().stream().filter(scanId -> !scanIds.contains(scanId)).forEach(this::remove);
  }

  /**
   * Ids of the scans that have an entry, whether it still holds or not.
   *
   * @throws InputException if the folder cannot be read
   */
  public Set<String> scanIds() {
    Set<String> ids = new TreeSet<>();
    try {
      if (files().exists(folder)) {
        for (FileStatus status : files().listStatus(folder, Ledger::isEntry)) {
          String name = status.getPath().getName();
          ids.add(name.substring(0, name.length() - ENDING.length()));
        }
      }
      return ids;
    } catch (IOException e) {
      throw new InputException("Cannot read ledger " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean isEntry(Path path) {
    String name = path.getName();
    return name.endsWith(ENDING) && !name.startsWith(".");
  }

  /**
   * What is entered as written for a scan; empty if there is no entry, or none that can be read.
   */
  public Optional<List<WrittenFile>> written(String scanId) {
    try {
      return Optional.of(read(scanId).files());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Forgets a scan, if it is entered.
   *
   * @throws InputException if its entry cannot be removed
   */
  public void remove(String scanId) {
    try {
      files().delete(file(scanId), false);
    } catch (IOException e) {
      throw new InputException(
          "Cannot remove ledger entry " + file(scanId) + ": " + e.getMessage(), e);
    }
  }

  private LedgerEntry read(String scanId) {
    return EntryJson.entry(
        io.medseg.text.JsonText.object(
            "ledger entry", TextFile.read("ledger entry", file(scanId), hadoop)));
  }

  /** Name of a scan's entry inside the folder of the run. */
  static String name(String scanId) {
    return NAME + "/" + scanId + ENDING;
  }

  /** Where the entry of a scan is. */
  Path file(String scanId) {
    return new Path(folder, scanId + ENDING);
  }

  private FileSystem files() throws IOException {
    return folder.getFileSystem(hadoop);
  }
}
