package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.FileState;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanFiles;
import io.medseg.dataset.ScanSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Compares the files of scans with what they were when they were listed. Files are looked at when
 * they were read: one that is still the same then was the same all the time before.
 */
final class ListedFiles {
  private final Configuration configuration;

  ListedFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /** The scan with the states of its files: those of its listing, else those that they have now. */
  Scan known(Scan scan) {
    List<String> files = scan.source().files();
    if (!scan.files().areKnown()) {
      return scan.withFiles(ScanFiles.of(files.stream().map(this::found).toList()));
    }
    if (scan.files().count() != files.size()) {
      throw new IllegalArgumentException(
          "Scan %s has %d files, but its layout listed %d: %s"
              .formatted(scan.scanId(), files.size(), scan.files().count(), scan.files()));
    }
    return scan;
  }

  /**
   * Reads something of a scan, after which all its files have to be what they were. What goes wrong
   * because they are not is told so.
   *
   * @throws InputException naming the first file that is another, what it was and what it is
   */
  <T> T unchanged(Scan scan, Supplier<T> reading) {
    return unchanged(scan, 0, scan.files().count(), reading);
  }

  /** The same for planes of its image; of slices, only the files of those planes are looked at. */
  <T> T unchangedPlanes(Scan scan, int first, int count, Supplier<T> reading) {
    return scan.source() instanceof ScanSource.Slices
        ? unchanged(scan, first, count, reading)
        : unchanged(scan, reading);
  }

  /** What goes wrong because a file is another is told so. */
  <T> T explained(Scan scan, Supplier<T> reading) {
    return explained(scan, 0, scan.files().count(), reading);
  }

  private <T> T unchanged(Scan scan, int first, int count, Supplier<T> reading) {
    T read = explained(scan, first, count, reading);
    Optional<String> change = change(scan, first, count);
    if (change.isPresent()) {
      throw new InputException(change.get());
    }
    return read;
  }

  private <T> T explained(Scan scan, int first, int count, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InputException | OutOfMemoryError e) {
      Optional<String> change = changeBehind(e, scan, first, count);
      if (change.isPresent()) {
        throw new InputException(change.get(), e);
      }
      throw e;
    }
  }

  private Optional<String> changeBehind(Throwable failure, Scan scan, int first, int count) {
    try {
      return change(scan, first, count);
    } catch (InputException e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }

  private Optional<String> change(Scan scan, int first, int count) {
    List<String> files = scan.source().files();
    for (int i = first; i < first + count; i++) {
      FileState before = scan.files().get(i);
      FileState now = state(files.get(i));
      if (!now.isLike(before)) {
        return Optional.of(
            "%s was replaced or written to: it was %s and is %s now; change no data while a run reads it, and run again"
                .formatted(files.get(i), before, now));
      }
    }
    return Optional.empty();
  }

  /** What a file is now; one that cannot be looked at is told by reading it. */
  FileState found(String file) {
    try {
      return state(file);
    } catch (InputException e) {
      return FileState.ABSENT;
    }
  }

  private FileState state(String file) {
    try {
      Path path = new Path(file);
      FileStatus status = path.getFileSystem(configuration).getFileStatus(path);
      return new FileState(status.getLen(), status.getModificationTime());
    } catch (FileNotFoundException e) {
      return FileState.ABSENT;
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException("cannot look at %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
