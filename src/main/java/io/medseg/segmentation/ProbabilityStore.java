package io.medseg.segmentation;

import io.medseg.InputException;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the probabilities of a scan (float32, H x W x D x C) in a local file without a name, from
 * when the model gives them until they are written: 1 MiB of memory, whatever the scan's size. The
 * file is gone when it is closed; on Linux also when the process dies, in whatever way, because its
 * name is removed as soon as it is open. Voxels that never came read as 0. One thread; the maker
 * closes it.
 *
 * <p>The file holds plane after plane, so that a plane is read at once. Inside a plane rows lie
 * along W, or along H if the first block is narrower in W: blocks then come in long runs.
 */
public final class ProbabilityStore implements PredictionSink, Closeable {
  private static final int BUFFER = 1 << 20;

  private final String scanId;
  private final Shape shape;
  private final int classes;
  private final Path folder;
  private final FileChannel file;
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());

  /** The same memory as {@link #bytes}. */
  private final FloatBuffer floats = bytes.asFloatBuffer();

  /** Where the floats in the buffer belong in the file, counted in floats. */
  private long start;

  /** Axis of the rows inside a plane: 0 (H) or 1 (W); -1 before the first block. */
  private int rowAxis = -1;

  private ProbabilityStore(String scanId, Shape shape, int classes, Path folder, FileChannel file) {
    this.scanId = scanId;
    this.shape = shape;
    this.classes = classes;
    this.folder = folder;
    this.file = file;
  }

  /**
   * An empty store.
   *
   * @param folder of the local file system, with room for 4 bytes per voxel and class
   * @param hwd shape of the scan, H x W x D
   * @param classes channels of the model's output
   * @throws InputException if no file can be made in the folder
   */
  public static ProbabilityStore create(Path folder, String scanId, Shape hwd, int classes) {
    try {
      Path path = Files.createTempFile(folder, "medseg-probs", ".tmp");
      FileChannel file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      return new ProbabilityStore(scanId, hwd, classes, folder, file);
    } catch (IOException e) {
      throw cannotKeep(scanId, folder, e);
    }
  }

  private static InputException cannotKeep(String scanId, Path folder, IOException e) {
    return new InputException(
        "Cannot keep probabilities of scan %s in %s: %s".formatted(scanId, folder, e), e);
  }

  /** H x W x D, without the classes. */
  public Shape shape() {
    return shape;
  }

  /** Channels of the model's output. */
  public int classes() {
    return classes;
  }

  /**
   * Keeps a block.
   *
   * @throws InputException if it has another number of classes, or the disk is full
   */
  @Override
  public void accept(PredictionBlock block) {
    if (block.classes() != classes) {
      throw new InputException(
          "Cannot keep probabilities of scan %s: the model gave %d classes where %d were expected"
              .formatted(scanId, block.classes(), classes));
    }
    Region region = block.region();
    if (rowAxis < 0) {
      rowAxis = region.length(1) >= region.length(0) ? 1 : 0;
    }
    try {
      for (int d = 0; d < region.length(2); d++) {
        for (int line = 0; line < region.length(1 - rowAxis); line++) {
          acceptRow(block, line, d);
        }
      }
    } catch (IOException e) {
      throw cannotKeep(scanId, folder, e);
    }
  }

  private void acceptRow(PredictionBlock block, int line, int d) throws IOException {
    Region region = block.region();
    int length = region.length(rowAxis);
    long voxel = (long) (region.start(2) + d) * shape.get(1 - rowAxis);
    voxel = (voxel + region.start(1 - rowAxis) + line) * shape.get(rowAxis);
    moveTo((voxel + region.start(rowAxis)) * classes);
    int lineStride = rowAxis == 1 ? block.strideH() : block.strideW();
    int stride = rowAxis == 1 ? block.strideW() : block.strideH();
    int first = block.offset() + line * lineStride + d * block.strideD();
    if (stride == classes) {
      put(block.values(), first, length * classes);
      return;
    }
    for (int i = 0; i < length; i++) {
      put(block.values(), first + i * stride, classes);
    }
  }

  /** Makes the buffer take what belongs behind an index, in floats. */
  private void moveTo(long index) throws IOException {
    if (index != start + floats.position()) {
      writeBuffer();
      start = index;
    }
  }

  private void put(float[] values, int offset, int count) throws IOException {
    for (int done = 0; done < count; ) {
      if (!floats.hasRemaining()) {
        writeBuffer();
      }
      int part = Math.min(count - done, floats.remaining());
      floats.put(values, offset + done, part);
      done += part;
    }
  }

  private void writeBuffer() throws IOException {
    int count = floats.position();
    bytes.clear().limit(count * Float.BYTES);
    long at = start * Float.BYTES;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
    start += count;
    floats.clear();
  }

  /**
   * Reads a plane.
   *
   * @param target gets H x W x C values, row-major
   * @throws InputException if the disk fails
   */
  public void plane(int d, float[] target) {
    int length = shape.get(0) * shape.get(1) * classes;
    try {
      writeBuffer();
      for (int done = 0; done < length; ) {
        int count = Math.min(length - done, floats.capacity());
        read(((long) d * length + done) * Float.BYTES, count * Float.BYTES);
        done = copy(done, count, target);
      }
    } catch (IOException e) {
      throw new InputException(
          "Cannot read back probabilities of scan %s in %s: %s".formatted(scanId, folder, e), e);
    }
    floats.clear();
  }

  private void read(long position, int count) throws IOException {
    bytes.clear().limit(count);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = file.read(bytes, position + bytes.position());
    }
    while (bytes.hasRemaining()) {
      bytes.put((byte) 0);
    }
  }

  /** Copies floats of the buffer to their place in a plane whose rows lie along W. */
  private int copy(int done, int count, float[] target) {
    floats.clear();
    if (rowAxis != 0) {
      floats.get(target, done, count);
      return done + count;
    }
    int height = shape.get(0);
    int width = shape.get(1);
    for (int i = done; i < done + count; i++) {
      int voxel = i / classes;
      target[(voxel % height * width + voxel / height) * classes + i % classes] = floats.get();
    }
    return done + count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
