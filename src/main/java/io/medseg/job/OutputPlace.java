package io.medseg.job;

import io.medseg.InputException;
import io.medseg.export.AtomicFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that a job writes to, whatever it writes.
 *
 * @param directory --output
 */
record OutputPlace(Path directory, Configuration hadoop) {
  private static final Logger LOG = LoggerFactory.getLogger(OutputPlace.class);

  /** Where it is, with file system and from the root: the same folder for every executor. */
  String location() {
    try {
      return directory.getFileSystem(hadoop).makeQualified(directory).toString();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Whether there is a file of this name. */
  boolean holds(String name) {
    try {
      return directory.getFileSystem(hadoop).exists(new Path(directory, name));
    } catch (IOException | RuntimeException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Finds out before hours of work whether results can be written after them. What said that those
   * of an earlier run are complete goes.
   *
   * @param completion name of the file that is written last
   */
  void begin(String completion) {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      files.mkdirs(directory);
      Path probe = AtomicFile.temporary(new Path(directory, "probe"));
      files.create(probe, false).close();
      files.delete(probe, false);
      files.delete(new Path(directory, completion), false);
    } catch (IOException | RuntimeException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Removes temporary files of processes that died before this run began: nobody completes them.
   * Results are no worse with them, so that it cannot be done is only told.
   *
   * @param folders inside, "" for the directory itself
   */
  void removeLeftOvers(List<String> folders, Instant started) {
    try {
      int removed = 0;
      for (String folder : folders) {
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

  InputException cannotWrite(Exception e) {
    return new InputException(
        "Cannot write results to "
            + directory
            + ": "
            + e.getMessage()
            + "; give a writable --output",
        e);
  }
}
