package io.medseg.job;

import io.medseg.InputException;
import io.medseg.export.AtomicFile;
import io.medseg.ledger.FolderHold;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
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
   * Takes hold of the folder, which is made where it is missing, and finds out before hours of work
   * whether results can be written after them.
   *
   * @param job as messages name it
   * @param application Spark's id of it, "" without Spark
   * @throws InputException if another run writes to it, or it cannot be written to
   */
  FolderHold hold(String job, String application) {
    try {
      return FolderHold.take(directory, job, application, hadoop);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Takes hold of it for a job of Spark's, which is cancelled if the folder is lost. */
  FolderHold hold(String job, JavaSparkContext spark) {
    FolderHold hold = hold(job, spark.sc().applicationId());
    hold.onLoss(() -> spark.sc().cancelAllJobs());
    return hold;
  }

  /** Removes a file by which an earlier run said that its results are complete. */
  void begin(String completion) {
    try {
      directory.getFileSystem(hadoop).delete(new Path(directory, completion), false);
    } catch (IOException | RuntimeException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Removes temporary files of processes that died before this run began: nobody completes them.
   * Only whoever holds the folder may do it: to others they may belong. Results are no worse with
   * them, so that it cannot be done is only told.
   *
   * @param folders inside, "" for the directory itself
   * @param began when this run began, on the clock of the file system
   */
  void removeLeftOvers(List<String> folders, Instant began) {
    try {
      int removed = 0;
      for (String folder : folders) {
        Path inside = folder.isEmpty() ? directory : new Path(directory, folder);
        removed += AtomicFile.removeLeftOvers(inside, began, hadoop);
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
