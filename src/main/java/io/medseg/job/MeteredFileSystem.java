package io.medseg.job;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Any other file system, and what is read of its files: for benchmarks and tests, in one JVM. It
 * stands between the project and Hadoop, so that nothing of the project is asked to count itself.
 */
public final class MeteredFileSystem extends FilterFileSystem {
  private static final String REAL = "medseg.metered.impl";
  private static final Map<String, ReadCount> COUNTS = new ConcurrentHashMap<>();

  /** For Hadoop, which creates it by name. */
  public MeteredFileSystem() {
    // What is metered is known in initialize.
  }

  /** A configuration in which the paths of a scheme lead through the meter. */
  static Configuration over(String scheme, Configuration hadoop) {
    Configuration metered = new Configuration(hadoop);
    String key = key(scheme);
    metered.set(REAL, hadoop.get(key, ""));
    metered.setClass(key, MeteredFileSystem.class, FileSystem.class);
    metered.setBoolean(key + ".disable.cache", true);
    return metered;
  }

  /** What was read since the last call, by path with scheme and authority. */
  static Map<String, ReadCount> take() {
    Map<String, ReadCount> counts = Map.copyOf(COUNTS);
    COUNTS.clear();
    return counts;
  }

  /** What was read since the last call, of all files together. */
  static ReadCount takeSum() {
    return take().values().stream().reduce(ReadCount.NONE, ReadCount::plus);
  }

  private static String key(String scheme) {
    return "fs." + scheme + ".impl";
  }

  @Override
  public void initialize(URI name, Configuration hadoop) throws IOException {
    Configuration real = new Configuration(hadoop);
    String key = key(name.getScheme());
    if (real.get(REAL, "").isEmpty()) {
      real.unset(key);
    } else {
      real.set(key, real.get(REAL));
    }
    fs = FileSystem.newInstance(name, real);
    super.initialize(name, hadoop);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    String name = makeQualified(path).toString();
    COUNTS.merge(name, ReadCount.OPENED, ReadCount::plus);
    return new FSDataInputStream(
        new MeteredStream(
            fs.open(path, bufferSize), count -> COUNTS.merge(name, count, ReadCount::plus)));
  }
}
