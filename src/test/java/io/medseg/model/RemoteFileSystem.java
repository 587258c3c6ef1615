package io.medseg.model;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under the scheme "remote", which counts the files opened. */
public final class RemoteFileSystem extends RawLocalFileSystem {
  static final AtomicInteger OPENED = new AtomicInteger();

  static Configuration configuration() {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.remote.impl", RemoteFileSystem.class.getName());
    return hadoop;
  }

  static String uri(java.nio.file.Path local) {
    return "remote://" + local.toAbsolutePath();
  }

  @Override
  public URI getUri() {
    return URI.create("remote:///");
  }

  /** Plain ones: those of the local disk ask it for permissions under a scheme it does not know. */
  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return plain(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return Arrays.stream(super.listStatus(path)).map(this::plain).toArray(FileStatus[]::new);
  }

  private FileStatus plain(FileStatus status) {
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        1,
        status.getBlockSize(),
        status.getModificationTime(),
        status.getPath());
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    OPENED.incrementAndGet();
    return super.open(path, bufferSize);
  }
}
