package io.medseg.hdf5;

import io.medseg.dataset.FileState;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The file that was asked for last, left open for the next scan. One thread; whoever makes it
 * closes it.
 */
final class LastFile implements AutoCloseable {
  private final Configuration configuration;
  private final ListedFiles listed;
  private Hdf5File file;

  /** What the file was before it was opened. */
  private FileState state;

  private FileState stateOfLent;

  LastFile(Configuration configuration, ListedFiles listed) {
    this.configuration = configuration;
    this.listed = listed;
  }

  Hdf5File open(String wanted) {
    Path path = new Path(wanted);
    if (file == null || !path.toString().equals(file.name())) {
      close();
      state = listed.found(wanted);
      file = Hdf5File.open(path, configuration);
    }
    return file;
  }

  /** Closes the file if it was replaced or written to since it was opened. */
  void closeChanged() {
    if (file != null && !listed.found(file.name()).isLike(state)) {
      close();
    }
  }

  /** The open file, which is the caller's now. */
  Hdf5File lend() {
    Hdf5File lent = file;
    file = null;
    stateOfLent = state;
    return lent;
  }

  /** Takes a file that was lent; if another was opened since, that one is the last. */
  void put(Hdf5File returned) {
    if (file == null) {
      file = returned;
      state = stateOfLent;
    } else {
      returned.close();
    }
  }

  @Override
  public void close() {
    if (file != null) {
      Hdf5File closing = file;
      file = null;
      closing.close();
    }
  }
}
