package io.medseg.job;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.dataset.ScanName;
import io.medseg.export.ResultsDirectory;
import io.medseg.shards.RunPlan;
import io.medseg.shards.ShardIndex;
import io.medseg.spark.ScanFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What preprocessings leave in a folder: files by name, in the folders of the sides of a split.
 *
 * @param directory --output
 */
record PreprocessFolder(Path directory, Configuration hadoop) {
  private static final Pattern SIDE = Pattern.compile("all|train|validation|test|fold-\\d+");
  private static final Pattern SHARD = Pattern.compile("shard-\\d+-of-\\d+\\.[a-z.]+");
  private static final Pattern EPOCH = Pattern.compile("epoch-\\d+\\.npy");
  private static final Pattern SCAN = Pattern.compile("\\d+_V\\d+.*\\.(h5|im|seg)");
  private static final String ENTRY = ".json";

  /**
   * Makes ready for a run: what an earlier one left goes or stays, as it was asked; the plan of the
   * run is written.
   *
   * @param isKept of which scans something is there that a run goes on with
   * @throws InputException if the folder cannot be written to or is not a preprocessing's, or if
   *     the run cannot go on with what is there
   */
  void begin(RunPlan asked, PreprocessRequest.Earlier earlier, Predicate<String> isKept) {
    Optional<RunPlan> before = RunPlan.read(directory, hadoop);
    if (earlier == PreprocessRequest.Earlier.KEEP) {
      before.ifPresent(plan -> plan.checkSame(asked, directory.toString(), isKept));
    }
    checkOwn(before, asked);
    new OutputPlace(directory, hadoop).begin(completion(asked));
    // One of the other kind would name what is removed now.
    before.ifPresent(plan -> remove(new Path(directory, completion(plan))));
    if (earlier == PreprocessRequest.Earlier.REPLACE) {
      clear();
    }
    new ResultsDirectory(directory, hadoop).write(asked);
  }

  /** Name of the file that a run writes last: where it is, all that it names is complete. */
  private static String completion(RunPlan plan) {
    return ScanFormat.names().contains(plan.settings().get("--format"))
        ? ConvertedCatalog.NAME
        : ShardIndex.NAME;
  }

  /**
   * Refuses a folder that holds folders of such names but no plan, with which every preprocessing
   * begins, or a file of the name that is written last and no plan of a run that writes it: what is
   * inside is not ours to remove.
   */
  void checkOwn(Optional<RunPlan> before, RunPlan asked) {
    List<String> sides = folders();
    if (before.isEmpty() && sides.size() > 1) {
      throw foreign("folder " + sides.get(1));
    }
    String last = completion(asked);
    boolean isOurs = before.filter(plan -> completion(plan).equals(last)).isPresent();
    if (!isOurs && new OutputPlace(directory, hadoop).holds(last)) {
      throw foreign("file " + last);
    }
  }

  private InputException foreign(String what) {
    return new InputException(
        "Cannot write shards to %s: it holds a %s that no preprocessing made, as far as its %s tells; remove it or give another --output"
            .formatted(Secrets.masked(directory.toString()), what, RunPlan.NAME));
  }

  /** The folders that may hold files of a run, "" for the directory itself first. */
  List<String> folders() {
    List<String> folders = new ArrayList<>(List.of(""));
    try {
      if (files().exists(directory)) {
        for (FileStatus status : files().listStatus(directory)) {
          String name = status.getPath().getName();
          if (status.isDirectory() && SIDE.matcher(name).matches()) {
            folders.add(name);
          }
        }
      }
      return folders;
    } catch (IOException e) {
      throw cannot("look into", e);
    }
  }

  /** Removes shards, entries, epochs and scans of earlier runs; what else is there stays. */
  void clear() {
    for (String folder : folders()) {
      for (FileStatus file : folder.isEmpty() ? List.<FileStatus>of() : list(folder)) {
        String name = file.getPath().getName();
        if (Stream.of(SHARD, EPOCH, SCAN).anyMatch(made -> made.matcher(name).matches())) {
          remove(file.getPath());
        }
      }
    }
  }

  /**
   * Removes the files of scans that were not written to the end: the layout would take the slices
   * that are there for the whole scan.
   *
   * @param scanIds those that were
   */
  void retainScans(Set<String> scanIds) {
    for (String folder : folders()) {
      for (FileStatus file : folder.isEmpty() ? List.<FileStatus>of() : list(folder)) {
        String name = file.getPath().getName();
        boolean isScan = file.isFile() && SCAN.matcher(name).matches();
        Optional<ScanName> scan = ScanName.startOf(name).filter(found -> isScan);
        if (scan.isPresent() && !scanIds.contains(scan.get().scanId())) {
          remove(file.getPath());
        }
      }
    }
  }

  /** Number of shards that are finished. */
  int finished() {
    int finished = 0;
    for (String folder : folders()) {
      finished +=
          folder.isEmpty()
              ? 0
              : (int)
                  list(folder).stream()
                      .filter(file -> file.getPath().getName().endsWith(ENTRY))
                      .count();
    }
    return finished;
  }

  private List<FileStatus> list(String folder) {
    try {
      return List.of(files().listStatus(new Path(directory, folder)));
    } catch (IOException e) {
      throw cannot("look into", e);
    }
  }

  private void remove(Path file) {
    try {
      files().delete(file, false);
    } catch (IOException e) {
      throw cannot("remove earlier shards from", e);
    }
  }

  private FileSystem files() throws IOException {
    return directory.getFileSystem(hadoop);
  }

  private InputException cannot(String what, IOException e) {
    return new InputException(
        "Cannot %s %s: %s".formatted(what, Secrets.masked(directory.toString()), e.getMessage()),
        e);
  }
}
