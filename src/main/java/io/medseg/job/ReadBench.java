package io.medseg.job;

import io.medseg.dataset.Scan;
import io.medseg.hdf5.Hdf5ScanReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads scans as a run does, their shapes first, and prints what was asked of the file system. */
record ReadBench(Configuration hadoop, PrintWriter out) {
  private static final double MEBIBYTE = 1 << 20;
  private static final String ROW = "%-14s %10s %8s %10s %12s %12s%n";

  void run(List<Scan> scans) {
    out.printf(ROW, "scan", "MiB", "calls", "at most", "bytes/size", "smallest");
    for (Scan scan : scans) {
      row(scan, count(scan));
    }
    out.println("(goal: bytes at most 1.1 times the size, a call per MiB and 20)");
    out.flush();
  }

  /** One look at the shapes and one read, in readers of their own as in tasks of their own. */
  ReadCount count(Scan scan) {
    String scheme = new Path(scan.source().location()).toUri().getScheme();
    Configuration metered = MeteredFileSystem.over(scheme == null ? "file" : scheme, hadoop);
    MeteredFileSystem.take();
    try (Hdf5ScanReader shapes = new Hdf5ScanReader(metered)) {
      shapes.header(scan);
    }
    try (Hdf5ScanReader reader = new Hdf5ScanReader(metered)) {
      reader.read(scan);
    }
    return MeteredFileSystem.takeSum();
  }

  private void row(Scan scan, ReadCount count) {
    double size = scan.bytes() / MEBIBYTE;
    out.printf(
        ROW,
        scan.scanId(),
        String.format(Locale.ROOT, "%.1f", size),
        count.calls(),
        (int) Math.ceil(size) + 20,
        String.format(Locale.ROOT, "%.3f", (double) count.bytes() / scan.bytes()),
        count.smallest() + " B");
  }
}
