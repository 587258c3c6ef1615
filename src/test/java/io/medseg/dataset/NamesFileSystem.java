package io.medseg.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** One folder, names:/folder, of files that are only names; listed file by file, as HDFS does. */
final class NamesFileSystem extends FileSystem {
  static final String FOLDER = "names:/folder";
  private final int count;
  private final IntFunction<String> names;

  NamesFileSystem(int count, IntFunction<String> names) {
    this.count = count;
    this.names = names;
    setConf(new Configuration(false));
  }

  @Override
  public URI getUri() {
    return URI.create("names:///");
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    if (!path.toString().equals(FOLDER)) {
      throw new FileNotFoundException(path.toString());
    }
    return new FileStatus(0, true, 1, 1, 0, path);
  }

  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path path) {
    return new RemoteIterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < count;
      }

      @Override
      public FileStatus next() {
        return new FileStatus(10, false, 1, 1, 0, new Path(path, names.apply(next++)));
      }
    };
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    throw new UnsupportedOperationException("the whole list is never wanted");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setWorkingDirectory(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path("names:/");
  }
}
