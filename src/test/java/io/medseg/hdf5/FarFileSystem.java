package io.medseg.hdf5;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files behind a class that is not Hadoop's local file system: taken for a remote one. */
public final class FarFileSystem extends FilterFileSystem {
  /** For Hadoop, which creates it by name. */
  public FarFileSystem() {
    super(new RawLocalFileSystem());
  }

  /** A configuration whose paths "file:/..." lead here. */
  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.setClass("fs.file.impl", FarFileSystem.class, FilterFileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    return configuration;
  }
}
