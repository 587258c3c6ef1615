package io.medseg.job;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files under URIs with credentials, "keyed://KEY:SECRET@bucket/path", as people write them
 * for object stores.
 */
public final class KeyedFileSystem extends RawLocalFileSystem {
  static final String BUCKET = "keyed://KEY:SECRET@bucket";

  @Override
  public URI getUri() {
    return URI.create(BUCKET);
  }

  @Override
  protected void checkPath(Path path) {}

  @Override
  public File pathToFile(Path path) {
    return new File(path.toUri().getPath());
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
}
