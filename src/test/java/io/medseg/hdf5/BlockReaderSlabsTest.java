package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.hdf5.ElementType.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Slabs of an image, of every way in which it may be stored, equal the whole of it. */
class BlockReaderSlabsTest {
  private static final ElementType SHORTS =
      new ElementType(Kind.SIGNED, 2, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] FILL = {7, 0};

  private final Random random = new Random(23);

  /** A file in memory that writes down what is read of it. */
  private static final class Recorder implements ByteSource {
    private final MemorySource memory;
    final List<Long> positions = new ArrayList<>();
    final List<Integer> lengths = new ArrayList<>();

    Recorder(byte[] bytes) {
      memory = new MemorySource(bytes);
    }

    @Override
    public long size() {
      return memory.size();
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws EOFException {
      positions.add(position);
      lengths.add(length);
      memory.read(position, target, offset, length);
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  private record Stored(StoredArray array, byte[] file) {}

  @Test
  void slabsOfEveryStorageEqualTheWhole() throws IOException {
    for (int round = 0; round < 120; round++) {
      int[] lengths = random.ints(3, 1, 20).toArray();
      Stored stored =
          switch (round % 4) {
            case 0 -> contiguous(lengths);
            case 1 -> chunked(lengths, random.ints(3, 1, 24).toArray(), random.nextInt(5));
            case 2 -> new Stored(array(lengths, new Storage.Compact(bytes(lengths))), new byte[0]);
            default -> new Stored(array(lengths, new Storage.Unallocated()), new byte[0]);
          };
      float[][] whole = new float[lengths[2]][lengths[0] * lengths[1]];
      read(new Recorder(stored.file()), stored.array(), 0, whole);

      for (int first = 0; first < lengths[2]; ) {
        int count = 1 + random.nextInt(lengths[2] - first);
        float[][] slab = new float[count][lengths[0] * lengths[1]];
        read(new Recorder(stored.file()), stored.array(), first, slab);
        for (int d = 0; d < count; d++) {
          assertThat(slab[d])
              .as("round %d, plane %d", round, first + d)
              .isEqualTo(whole[first + d]);
        }
        first += count;
      }
      if (round % 4 != 3) {
        assertThat(whole[lengths[2] - 1][lengths[0] * lengths[1] - 1])
            .isIn((float) value(lengths[0] * lengths[1] * lengths[2] - 1), 7f);
      }
    }
  }

  @Test
  void chunksAreReadOnceInSlabsOfWholeLayers() throws IOException {
    int[] lengths = {20, 18, 13};
    for (int[] chunk :
        new int[][] {{8, 8, 4}, {20, 18, 1}, {5, 7, 1}, {8, 8, 13}, {3, 20, 16}, {1, 1, 2}}) {
      Stored stored = chunked(lengths, chunk, 0);
      Recorder recorder = new Recorder(stored.file());
      for (int first = 0; first < lengths[2]; first += chunk[2]) {
        float[][] slab = new float[Math.min(chunk[2], lengths[2] - first)][20 * 18];
        read(recorder, stored.array(), first, slab);
      }

      int chunks = 1;
      for (int axis = 0; axis < 3; axis++) {
        chunks *= (lengths[axis] + chunk[axis] - 1) / chunk[axis];
      }
      assertThat(recorder.positions).hasSize(chunks).doesNotHaveDuplicates();
    }
  }

  @Test
  void contiguousImagesAreReadInLargePieces() throws IOException {
    int[] lengths = {70, 300, 90};
    Stored stored = contiguous(lengths);
    Recorder recorder = new Recorder(stored.file());

    read(recorder, stored.array(), 40, new float[3][70 * 300]);

    // 3.8 MB in pieces of whole lines of about 1 MiB, from the first to the last.
    assertThat(recorder.lengths).hasSizeLessThan(6).allMatch(length -> length > 500_000);
    assertThat(recorder.positions).isSorted();
  }

  private static void read(Recorder source, StoredArray array, int first, float[][] planes)
      throws IOException {
    try (ChunkDecoder decoder = new ChunkDecoder()) {
      new BlockReader(source, decoder)
          .read(
              array,
              new PlaneRange(2, first, first + planes.length),
              new VolumeSink(
                  array.element(), array.element(), (int) array.lengths()[1], planes, first));
    }
  }

  private static Stored contiguous(int[] lengths) {
    byte[] elements = bytes(lengths);
    byte[] file = new byte[elements.length + 64];
    System.arraycopy(elements, 0, file, 64, elements.length);
    return new Stored(array(lengths, new Storage.Contiguous(64)), file);
  }

  /**
   * Gzip chunks.
   *
   * @param gaps one of so many chunks is missing; 0: none is
   */
  private Stored chunked(int[] lengths, int[] chunk, int gaps) {
    ChunkTable chunks =
        new ChunkTable(
            Arrays.stream(lengths).asLongStream().toArray(),
            chunk,
            2 * chunk[0] * chunk[1] * chunk[2],
            true);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    // No chunk is where a file's superblock is.
    file.writeBytes(new byte[64]);
    BlockGrid grid = new BlockGrid(lengths, chunk);
    while (grid.next()) {
      if (gaps > 0 && random.nextInt(gaps) == 0) {
        continue;
      }
      byte[] packed = packed(lengths, chunk, grid.origin());
      long[] place = new long[chunk.length];
      Arrays.setAll(place, axis -> grid.origin()[axis] / chunk[axis]);
      chunks.put(place, file.size(), packed.length, 0);
      file.writeBytes(packed);
    }
    List<Filter> gzip = List.of(new Filter(Filter.Kind.DEFLATE, 0));
    return new Stored(
        array(lengths, new Storage.Chunked(chunk, gzip, false, chunks, 0)), file.toByteArray());
  }

  private static byte[] packed(int[] lengths, int[] chunk, int[] origin) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * chunk[0] * chunk[1] * chunk[2]);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (int h = origin[0]; h < origin[0] + chunk[0]; h++) {
      for (int w = origin[1]; w < origin[1] + chunk[1]; w++) {
        for (int d = origin[2]; d < origin[2] + chunk[2]; d++) {
          boolean inside = h < lengths[0] && w < lengths[1] && d < lengths[2];
          bytes.putShort(inside ? value((h * lengths[1] + w) * lengths[2] + d) : 0x5555);
        }
      }
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] bytes(int[] lengths) {
    int count = lengths[0] * lengths[1] * lengths[2];
    ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putShort(value(i));
    }
    return bytes.array();
  }

  private static short value(int element) {
    return (short) (element * 31 + 11);
  }

  private static StoredArray array(int[] lengths, Storage storage) {
    return new StoredArray(Arrays.stream(lengths).asLongStream().toArray(), SHORTS, FILL, storage);
  }
}
