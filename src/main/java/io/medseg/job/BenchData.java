package io.medseg.job;

import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Phantom scans of a benchmark, written once and used again by later runs.
 *
 * @param folder where the benchmarks keep their scans
 */
record BenchData(String folder, Configuration hadoop) {
  private static final Logger LOG = LoggerFactory.getLogger(BenchData.class);

  /**
   * The dataset root of this name, which afterwards holds scans {@code first} and the following of
   * a shape H x W x D.
   */
  Path write(String name, int first, int count, Shape shape) {
    Path root = new Path(folder, name);
    Path scans = new Path(root, "phantom/bench");
    for (int scan = first; scan < first + count; scan++) {
      String id = String.format(Locale.ROOT, "%07d_V00", scan);
      if (!exists(new Path(scans, id + ".h5"))) {
        LOG.info("Writing scan {} of {}", id, shape);
        Phantom phantom = Phantom.draw(scan, shape.get(0), shape.get(1), shape.get(2));
        new ScanFileWriter(hadoop).writeVolume(scans, id, phantom.image(), phantom.masks());
      }
    }
    return root;
  }

  /**
   * Reads the files of a root once, so that they come from memory afterwards: how fast a disk or a
   * network is, is not what is measured.
   */
  void readAhead(Path root) {
    byte[] some = new byte[1 << 20];
    try {
      Path scans = new Path(root, "phantom/bench");
      FileSystem files = scans.getFileSystem(hadoop);
      for (FileStatus file : files.listStatus(scans)) {
        try (FSDataInputStream in = files.open(file.getPath())) {
          while (in.read(some) >= 0) {
            // Only the reading counts.
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean exists(Path file) {
    try {
      FileSystem files = file.getFileSystem(hadoop);
      return files.exists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
