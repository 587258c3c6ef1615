package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a remote file is fetched twice, in no piece that is not worth a read. */
class RemoteBlocksTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int PAGE = 16 << 10;

  /** Bytes in memory, which remember how they were asked for. */
  private static final class Recorded implements ByteSource {
    final List<Integer> lengths = new ArrayList<>();
    final byte[] bytes;
    boolean closed;

    Recorded(int size) {
      bytes = new byte[size];
      new Random(size).nextBytes(bytes);
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
      lengths.add(length);
      System.arraycopy(bytes, (int) position, target, offset, length);
    }

    @Override
    public void close() {
      closed = true;
    }

    int sum() {
      return lengths.stream().mapToInt(length -> length).sum();
    }
  }

  private static List<BlockStore> stores(int size) throws IOException {
    return List.of(new BlockStore.Memory(new byte[size]), BlockStore.Disk.create());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 16384, 300_000, MEBIBYTE + 4, 20 * MEBIBYTE - 1, 30 * MEBIBYTE + 4})
  void readsInAnyOrderFetchTheFileOnce(int size) throws IOException {
    for (BlockStore store : stores(size)) {
      Recorded file = new Recorded(size);
      Random random = new Random(1);
      try (RemoteBlocks blocks = new RemoteBlocks(file, store)) {
        byte[] target = new byte[size + 1];
        for (int i = 0; i < 300; i++) {
          int from = random.nextInt(size);
          int length = Math.min(size - from, random.nextInt(i % 50 == 0 ? 3 * MEBIBYTE : 5000));
          blocks.read(from, target, 1, length);
          assertThat(Arrays.mismatch(target, 1, 1 + length, file.bytes, from, from + length))
              .isEqualTo(-1);
        }
        blocks.read(0, target, 1, size);
        assertThat(Arrays.equals(target, 1, size + 1, file.bytes, 0, size)).isTrue();
      }
      assertThat(file.closed).isTrue();
      assertThat(file.sum()).isEqualTo(size);
      assertThat(file.lengths).hasSizeLessThanOrEqualTo(size / MEBIBYTE + 20);
      assertThat(file.lengths).allMatch(length -> length >= Math.min(size, PAGE));
    }
  }

  @Test
  void aFewBytesFetchLittle() throws IOException {
    Recorded file = new Recorded(10 * MEBIBYTE);
    try (RemoteBlocks blocks = new RemoteBlocks(file, BlockStore.Disk.create())) {
      blocks.read(8, new byte[4], 0, 4);
      blocks.read(5 * MEBIBYTE + 20, new byte[4], 0, 4);
      blocks.read(8, new byte[500], 0, 500);
      assertThat(file.lengths).containsExactly(PAGE, PAGE);

      blocks.read(5 * MEBIBYTE, new byte[MEBIBYTE], 0, MEBIBYTE);
      assertThat(file.lengths).containsExactly(PAGE, PAGE, MEBIBYTE - PAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 97, Long.MAX_VALUE})
  void refusesWhatLiesOutside(long position) throws IOException {
    try (RemoteBlocks blocks =
        new RemoteBlocks(new Recorded(100), new BlockStore.Memory(new byte[100]))) {
      assertThatThrownBy(() -> blocks.read(position, new byte[4], 0, 4))
          .isInstanceOf(EOFException.class)
          .hasMessage("4 bytes at " + position + " of a file of 100 bytes");
      blocks.read(100, new byte[0], 0, 0);
    }
  }
}
