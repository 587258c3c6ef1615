package io.medseg.hdf5;

import io.medseg.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * An HDF5 file on any Hadoop file system, open for reading. Only what leads to a dataset that is
 * asked for is looked at. One thread at a time; whoever opens it closes it. Every failure is an
 * {@link InputException} that names the file.
 */
public final class Hdf5File implements AutoCloseable {
  private final String name;
  private final ByteSource source;
  private final Metadata metadata;
  private final ObjectTree tree;
  private final ChunkDecoder decoder = new ChunkDecoder();

  private Hdf5File(String name, ByteSource source, Metadata metadata) {
    this.name = name;
    this.source = source;
    this.metadata = metadata;
    this.tree = new ObjectTree(metadata);
  }

  /**
   * Opens a file.
   *
   * @throws InputException if it is missing, cut short or no HDF5 file
   */
  public static Hdf5File open(Path path, Configuration configuration) {
    return open(path, configuration, FileOpener.Wanted.PARTS);
  }

  static Hdf5File open(Path path, Configuration configuration, FileOpener.Wanted wanted) {
    try {
      return open(path.toString(), FileOpener.open(path, configuration, wanted));
    } catch (FileNotFoundException e) {
      throw new InputException("Cannot open HDF5 file " + path + ": it does not exist", e);
    } catch (IOException | IllegalArgumentException | OutOfMemoryError e) {
      throw new InputException("Cannot open HDF5 file " + path + ": " + words(e), e);
    }
  }

  /** Opens what a source holds and closes it with the file, or at once if it is no HDF5 file. */
  static Hdf5File open(String name, ByteSource source) {
    try {
      return new Hdf5File(name, source, Metadata.open(source));
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      closeQuietly(source, e);
      String reason =
          e instanceof Refusal ? e.getMessage() : "it is not HDF5, or damaged (" + words(e) + ")";
      throw new InputException("Cannot open HDF5 file " + name + ": " + reason, e);
    }
  }

  /** Its path, as it was opened. */
  public String name() {
    return name;
  }

  /**
   * Whether there is anything of this path, be it a dataset or not: what is there and is no dataset
   * is refused by {@link #dataset} and not taken for missing.
   */
  public boolean exists(String path) {
    return guarded(path, () -> tree.names(path));
  }

  /**
   * The dataset at a path such as "volume" or "/0000001_V00/volume".
   *
   * @throws InputException if there is none (those beside it are listed) or it cannot be read
   *     rightly
   */
  public Hdf5Dataset dataset(String path) {
    return guarded(
        path, () -> new Hdf5Dataset(this, path, DatasetGuard.check(metadata, header(path))));
  }

  /** Bytes of the elements of a dataset, unpacked: a measure of what reading it costs. */
  long bytes(String path) {
    return guarded(path, () -> tree.names(path) ? DatasetGuard.bytes(header(path)) : 0L);
  }

  /**
   * The first dataset of these that is there.
   *
   * @throws InputException if none is (those beside them are listed)
   */
  Hdf5Dataset firstOf(String... paths) {
    for (String path : paths) {
      if (exists(path)) {
        return dataset(path);
      }
    }
    return guarded(
        String.join(" or ", paths),
        () -> {
          throw new Refusal("there is no such dataset; " + contents(paths[0]));
        });
  }

  /** Names of the groups in the root group, in the order of the file. */
  public List<String> groups() {
    return guarded(
        "/",
        () -> {
          List<String> groups = new ArrayList<>();
          for (String child : tree.links(metadata.header(metadata.root())).keySet()) {
            if (leadsToGroup(child)) {
              groups.add(child);
            }
          }
          return groups;
        });
  }

  /** Bytes of the file that are held in memory until it is closed. */
  long heldBytes() {
    return source.heldBytes();
  }

  <T> T reading(String path, Reading<T> reading) {
    try {
      return guarded(path, () -> reading.apply(new BlockReader(source, decoder)));
    } finally {
      decoder.trim();
    }
  }

  /** Something done with the elements of a dataset. */
  interface Reading<T> {
    T apply(BlockReader reader) throws IOException;
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  // Whatever a damaged file leads to is said in words.
  private <T> T guarded(String path, Action<T> action) {
    try {
      return action.run();
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new InputException("Cannot read dataset " + path + " of " + name + ": " + reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    if (e instanceof Refusal) {
      return e.getMessage();
    }
    return (e instanceof OutOfMemoryError
            ? "not enough memory, or damaged ("
            : "damaged, or not supported (")
        + words(e)
        + ")";
  }

  private ObjectHeader header(String path) {
    ObjectHeader header = tree.find(path);
    if (header == null) {
      throw new Refusal("there is no such dataset; " + contents(path));
    }
    if (GroupLinks.isGroup(header)) {
      throw new Refusal("it is a group, not a dataset; in it " + list(header));
    }
    if (!ObjectTree.isDataset(header)) {
      throw new Refusal("it is a data type that has a name, or damaged; expected a dataset");
    }
    return header;
  }

  /** What cannot be looked at counts, so that a scan that is damaged does not go missing. */
  private boolean leadsToGroup(String child) {
    GroupLink link = tree.links(metadata.header(metadata.root())).get(child);
    try {
      ObjectHeader header = tree.find("/" + child);
      return header != null && GroupLinks.isGroup(header);
    } catch (Refusal e) {
      return link instanceof GroupLink.Hard;
    }
  }

  /** What is in the group that should have held the dataset, for messages. */
  private String contents(String path) {
    int slash = path.lastIndexOf('/');
    String folder = slash < 0 ? "" : path.substring(0, slash);
    ObjectHeader group = tree.find(folder);
    return group != null && GroupLinks.isGroup(group) ? list(group) : "there is no group " + folder;
  }

  private String list(ObjectHeader group) {
    String[] names = tree.links(group).keySet().stream().sorted().toArray(String[]::new);
    int shown = Math.min(names.length, 20);
    String list = String.join(", ", Arrays.asList(names).subList(0, shown));
    return "there are: " + (list.isEmpty() ? "none" : list) + (shown < names.length ? ", ..." : "");
  }

  /** What went wrong first: the innermost message. */
  private static String words(Throwable e) {
    if (e instanceof StackOverflowError) {
      return "its structures lie in each other deeper than the stack reaches; if h5dump reads it, a larger stack may help: -Xss16m in spark.executor.extraJavaOptions, in local mode spark.driver.extraJavaOptions";
    }
    String words = e.getClass().getSimpleName();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      words = cause.getMessage() == null ? words : cause.getMessage();
    }
    return words;
  }

  private static void closeQuietly(ByteSource source, Throwable because) {
    try {
      source.close();
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /** Closes the file; a failure to do so is of no interest to a reader. */
  @Override
  public void close() {
    decoder.close();
    try {
      source.close();
    } catch (IOException e) {
      throw new InputException("Cannot close HDF5 file " + name + ": " + words(e), e);
    }
  }
}
