package io.medseg.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes an HDF5 file: name its datasets first, then {@link #write} the file, whole or not at all.
 * They are contiguous, or compressed and chunked ({@link #planes}; to be read by HDF5 1.10 or
 * later). Elements stream from their sources, about 1 MiB at a time. One thread.
 */
public final class Hdf5Writer {
  /** Where the elements of a dataset come from, row-major. */
  @FunctionalInterface
  public interface Source {
    /** Puts {@code count} elements, from the flat index {@code first} on, into the buffer. */
    void copy(long first, int count, ByteBuffer target);
  }

  /** Where the elements of a dataset H x W x D x C come from, plane by plane. */
  @FunctionalInterface
  public interface PlaneSource {
    /**
     * Puts the elements of some rows of a plane into the buffer, little-endian, in the order H, W,
     * C. Planes are asked for in ascending order, and so are the rows of a plane.
     */
    void copy(int plane, int firstRow, int stopRow, ByteBuffer target);
  }

  /** Elements of a dataset in planes. */
  public enum PlaneType {
    /** Unsigned bytes. */
    UINT8(new FixedPoint(1, false)),
    /** IEEE 754 half precision, see {@link HalfFloat}. */
    FLOAT16(HalfFloat.type()),
    /** IEEE 754 single precision. */
    FLOAT32(FloatingPoint.FLOAT);

    private final DataType type;

    PlaneType(DataType type) {
      this.type = type;
    }
  }

  @FunctionalInterface
  private interface DatasetMaker {
    StreamedDataset make(String name, WritableGroup group);
  }

  private record Entry(String path, DatasetMaker maker) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();

  /** Adds a dataset of float32 at a path such as "volume" or "0000001_V00/volume". */
  public Hdf5Writer floats(String path, Shape shape, Source source) {
    return add(path, shape, FloatingPoint.FLOAT, source);
  }

  /** Adds a dataset of float32 out of a flat array. */
  public Hdf5Writer floats(String path, Shape shape, float[] elements) {
    checkLength(path, shape, elements.length);
    return floats(
        path,
        shape,
        (first, count, target) -> {
          target.asFloatBuffer().put(elements, (int) first, count);
          target.position(target.position() + count * Float.BYTES);
        });
  }

  /** Adds a scalar of float64. */
  public Hdf5Writer number(String path, double value) {
    return add(
        path, Shape.of(), FloatingPoint.DOUBLE, (first, count, target) -> target.putDouble(value));
  }

  /** Adds a dataset of uint8. */
  public Hdf5Writer bytes(String path, Shape shape, Source source) {
    return add(path, shape, new FixedPoint(1, false), source);
  }

  /** Adds a dataset of uint8 out of a flat array. */
  public Hdf5Writer bytes(String path, Shape shape, byte[] elements) {
    checkLength(path, shape, elements.length);
    return bytes(path, shape, (first, count, target) -> target.put(elements, (int) first, count));
  }

  /**
   * Adds a dataset H x W x D x C, shuffled and compressed by gzip, in chunks of rows of one plane.
   *
   * @param level of gzip, 1 (fast) to 9 (small)
   */
  public Hdf5Writer planes(
      String path, Shape shape, PlaneType type, int level, PlaneSource source) {
    if (shape.rank() != 4) {
      throw new IllegalArgumentException("Invalid shape " + shape + " of dataset " + path);
    }
    return add(
        path,
        shape,
        (name, group) -> new PlaneDataset(name, group, shape, type.type, level, source));
  }

  private Hdf5Writer add(String path, Shape shape, DataType type, Source source) {
    return add(path, shape, (name, group) -> new FlatDataset(name, group, shape, type, source));
  }

  private Hdf5Writer add(String path, Shape shape, DatasetMaker maker) {
    String plain = path.startsWith("/") ? path.substring(1) : path;
    if (plain.isEmpty() || plain.endsWith("/") || plain.contains("//")) {
      throw new IllegalArgumentException("Invalid dataset path: " + path);
    }
    if (shape.elements() == 0) {
      throw new IllegalArgumentException(
          "Invalid shape " + shape + " of dataset " + path + ": it has no elements");
    }
    if (!paths.add(plain)) {
      throw new IllegalArgumentException("Invalid dataset path: " + path + " is there already");
    }
    entries.add(new Entry(plain, maker));
    return this;
  }

  private static void checkLength(String path, Shape shape, int length) {
    if (shape.elements() != length) {
      throw new IllegalArgumentException(
          "Invalid data of dataset " + path + ": " + length + " elements for " + shape);
    }
  }

  /**
   * Writes the file under a temporary name and renames it; a file of that name is replaced.
   *
   * @throws InputException if the place cannot be written to
   */
  public void write(Path target, Configuration configuration) {
    checkNotEmpty();
    try (PublishedFile file = PublishedFile.create(target, configuration)) {
      writeLocal(file.local());
      file.publish();
    } catch (IOException | RuntimeException e) {
      throw new InputException("Cannot write HDF5 file " + target + ": " + reason(e), e);
    }
  }

  /** What the file system says, which jhdf hides behind the place in the file where it happened. */
  private static String reason(Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException && cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return reason.contains("No space left")
        ? reason
            + "; make room there, or for a remote target in the folder for temporary files (java.io.tmpdir)"
        : reason;
  }

  private void checkNotEmpty() {
    if (entries.isEmpty()) {
      // jhdf lets its own trailer run over a group that holds no dataset.
      throw new IllegalStateException("A file needs a dataset");
    }
  }

  /**
   * Writes a local file that is new or empty; after an exception a part of it may lie there. What
   * the file system refuses comes as a RuntimeException with the reason.
   */
  public void writeLocal(java.nio.file.Path local) {
    checkNotEmpty();
    try (WritableHdfFile file = HdfFile.write(local)) {
      Map<String, WritableGroup> groups = new HashMap<>();
      groups.put("", file);
      for (Entry entry : entries) {
        int slash = entry.path().lastIndexOf('/');
        String name = entry.path().substring(slash + 1);
        WritableGroup group = group(groups, entry.path().substring(0, Math.max(slash, 0)));
        group.putDataset(name, entry.maker().make(name, group));
      }
    }
  }

  private static WritableGroup group(Map<String, WritableGroup> groups, String path) {
    WritableGroup known = groups.get(path);
    if (known != null) {
      return known;
    }
    int slash = path.lastIndexOf('/');
    WritableGroup parent = group(groups, path.substring(0, Math.max(slash, 0)));
    WritableGroup group = parent.putGroup(path.substring(slash + 1));
    groups.put(path, group);
    return group;
  }
}
