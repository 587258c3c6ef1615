package io.medseg.hdf5;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Local files under "moments:/...", taken for remote ones. Every look at a file, every opening and
 * every read is a moment, and before one of them something can be done: so a test chooses when a
 * file changes.
 */
public final class MomentsFileSystem extends FilterFileSystem {
  private static final AtomicInteger MOMENTS = new AtomicInteger();
  private static final AtomicReference<Change> CHANGE = new AtomicReference<>();

  /** What is done at a moment, from 0. */
  private record Change(int moment, Runnable action) {}

  /** For Hadoop, which creates it by name. */
  public MomentsFileSystem() {
    super(new RawLocalFileSystem());
  }

  /** The Hadoop setting that makes paths "moments:/..." lead here, and its value. */
  public static final String SETTING = "fs.moments.impl";

  /** Counts from 0 again, and does something before this moment. */
  public static void at(int moment, Runnable action) {
    MOMENTS.set(0);
    CHANGE.set(new Change(moment, action));
  }

  /** How many moments passed. */
  public static int passed() {
    return MOMENTS.get();
  }

  private static void moment() {
    Change change = CHANGE.get();
    if (MOMENTS.getAndIncrement() == change.moment()) {
      change.action().run();
    }
  }

  @Override
  public URI getUri() {
    return URI.create("moments:///");
  }

  @Override
  public Path makeQualified(Path path) {
    return path.makeQualified(getUri(), new Path("/"));
  }

  @Override
  protected void checkPath(Path path) {}

  private static Path local(Path path) {
    return new Path("file", "", path.toUri().getPath());
  }

  private FileStatus here(FileStatus status) {
    status.setPath(new Path("moments", "", status.getPath().toUri().getPath()));
    return status;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    moment();
    return here(super.getFileStatus(local(path)));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    moment();
    return Arrays.stream(super.listStatus(local(path))).map(this::here).toArray(FileStatus[]::new);
  }

  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
    Iterator<FileStatus> listed = Arrays.asList(listStatus(path)).iterator();
    return new RemoteIterator<>() {
      @Override
      public boolean hasNext() {
        return listed.hasNext();
      }

      @Override
      public FileStatus next() {
        return listed.next();
      }
    };
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    moment();
    return new FSDataInputStream(new Reads(super.open(local(path), bufferSize)));
  }

  private static final class Reads extends FSInputStream {
    private final FSDataInputStream stream;

    Reads(FSDataInputStream stream) {
      this.stream = stream;
    }

    @Override
    public int read() throws IOException {
      moment();
      return stream.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      moment();
      return stream.read(bytes, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      stream.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
