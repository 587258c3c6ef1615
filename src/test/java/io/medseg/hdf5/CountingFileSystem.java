package io.medseg.hdf5;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files taken for remote ones, and how often each of them was opened, by name. */
public final class CountingFileSystem extends FilterFileSystem {
  static final Map<String, Integer> OPENED = new TreeMap<>();

  /** For Hadoop, which creates it by name. */
  public CountingFileSystem() {
    super(new RawLocalFileSystem());
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    OPENED.merge(path.getName(), 1, Integer::sum);
    return super.open(path, bufferSize);
  }

  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.setClass("fs.file.impl", CountingFileSystem.class, FilterFileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    return configuration;
  }
}
