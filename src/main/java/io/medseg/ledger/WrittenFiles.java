package io.medseg.ledger;

import io.medseg.InputException;
import io.medseg.Secrets;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that a run has written for its scans, as its ledger names them, ledger included.
 *
 * @param sizes in bytes, by name inside the folder of the run; -1 where any will do
 */
public record WrittenFiles(Map<String, Long> sizes) {
  private static final long ANY = -1;

  /** Sorts the names. */
  public WrittenFiles {
    sizes = new TreeMap<>(sizes);
  }

  /**
   * What a ledger says of scans.
   *
   * @throws InputException if one has no entry
   */
  public static WrittenFiles of(Ledger ledger, Collection<String> scanIds) {
    // On a file system that is far away each entry is a wait.
    Map<String, List<WrittenFile>> written =
        scanIds.parallelStream()
            .collect(Collectors.toMap(scanId -> scanId, scanId -> files(ledger, scanId)));
    Map<String, Long> sizes = new HashMap<>();
    written.forEach(
        (scanId, files) -> {
          sizes.put(Ledger.name(scanId), ANY);
          files.forEach(file -> sizes.put(file.name(), file.bytes()));
        });
    return new WrittenFiles(sizes);
  }

  private static List<WrittenFile> files(Ledger ledger, String scanId) {
    return ledger.written(scanId).orElseThrow(() -> missing(ledger.file(scanId)));
  }

  /** With other files, whatever their sizes. */
  public WrittenFiles and(Collection<String> names) {
    Map<String, Long> more = new HashMap<>(sizes);
    names.forEach(name -> more.put(name, ANY));
    return new WrittenFiles(more);
  }

  /** Whether this name is one of them. */
  public boolean names(String name) {
    return sizes.containsKey(name);
  }

  /**
   * Looks whether they are there.
   *
   * @param run folder of the run
   * @throws InputException if one is missing or has another size; the message names it
   * @throws IOException if the file system does not answer
   */
  public void check(Path run, Configuration hadoop) throws IOException {
    FileSystem files = run.getFileSystem(hadoop);
    Map<Path, Map<String, Long>> folders = new HashMap<>();
    for (Map.Entry<String, Long> file : sizes.entrySet()) {
      Path path = new Path(run, file.getKey());
      Map<String, Long> folder = folders.get(path.getParent());
      if (folder == null) {
        folder = list(files, path.getParent());
        folders.put(path.getParent(), folder);
      }
      Optional<Long> found = Optional.ofNullable(folder.get(path.getName()));
      if (found.isEmpty()) {
        throw missing(path);
      }
      if (file.getValue() != ANY && !found.get().equals(file.getValue())) {
        throw new InputException(
            "Cannot complete the run: %s was changed while it ran: it has %d bytes, %d were written; give an --output that nobody else writes to, and run it again with --resume"
                .formatted(shown(path), found.get(), file.getValue()));
      }
    }
  }

  private static Map<String, Long> list(FileSystem files, Path folder) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    try {
      for (FileStatus file : files.listStatus(folder)) {
        sizes.put(file.getPath().getName(), file.getLen());
      }
    } catch (FileNotFoundException e) {
      // Then none of its files is there.
      sizes.clear();
    }
    return sizes;
  }

  private static InputException missing(Path file) {
    return new InputException(
        "Cannot complete the run: %s was removed while it ran; what is left is kept: run it again with --resume"
            .formatted(shown(file)));
  }

  private static String shown(Path file) {
    return Secrets.masked(file.toString());
  }
}
