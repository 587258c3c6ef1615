package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.hdf5.ElementType.Kind;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blocks of any size, padded at the far ends with garbage, end up where they belong. */
class BlockSinksTest {
  private static final ElementType SHORTS = new ElementType(Kind.UNSIGNED, 2, ByteOrder.BIG_ENDIAN);
  private static final ElementType BYTES = new ElementType(Kind.UNSIGNED, 1, ByteOrder.BIG_ENDIAN);
  private static final ElementType FLOATS = new ElementType(Kind.FLOAT, 4, ByteOrder.BIG_ENDIAN);

  private final Random random = new Random(11);

  @Test
  void volumesOfAnyBlockSize() {
    for (int round = 0; round < 50; round++) {
      int[] lengths = lengths(40, 3);
      int[] box = lengths(45, 3);
      Volume volume = Volume.zeros(lengths[0], lengths[1], lengths[2]);
      float[][] planes = new float[lengths[2]][];
      Arrays.setAll(planes, volume::plane);

      deliver(lengths, box, SHORTS, new VolumeSink(SHORTS, SHORTS, lengths[1], planes, 0));

      for (int i = 0; i < lengths[0] * lengths[1] * lengths[2]; i++) {
        int row = i / lengths[2];
        assertThat(volume.get(row / lengths[1], row % lengths[1], i % lengths[2]))
            .isEqualTo(value(i));
      }
    }
  }

  @Test
  void masksOfAnyBlockSize() {
    for (int round = 0; round < 50; round++) {
      ElementType type = round % 2 == 0 ? BYTES : SHORTS;
      int[] lengths = {1 + random.nextInt(9), 1 + random.nextInt(140), 1 + random.nextInt(9), 3};
      int[] box = {1 + random.nextInt(9), 1 + random.nextInt(99), 1 + random.nextInt(12), 2};
      MaskVolume masks = MaskVolume.empty(lengths[0], lengths[1], lengths[2], lengths[3]);

      MaskSink sink = new MaskSink(type, masks, 0);
      deliver(lengths, box, type, sink);

      long others = 0;
      for (int i = 0; i < lengths[0] * lengths[1] * lengths[2] * lengths[3]; i++) {
        int voxel = i / lengths[3];
        int row = voxel / lengths[2];
        boolean set =
            masks.get(row / lengths[1], row % lengths[1], voxel % lengths[2], i % lengths[3]);
        int value = type == BYTES ? value(i) & 0xff : value(i);
        assertThat(set).isEqualTo(value != 0);
        others += value > 1 ? 1 : 0;
      }
      assertThat(Arrays.stream(sink.found()).mapToLong(ChannelValues::others).sum())
          .isEqualTo(others);
    }
  }

  @Test
  void refusesNanInMasksButNotInPadding() {
    MaskVolume masks = MaskVolume.empty(1, 2, 1, 1);
    byte[] values = ByteBuffer.allocate(12).putFloat(1).putFloat(0).putFloat(Float.NaN).array();
    MaskSink sink = new MaskSink(FLOATS, masks, 0);
    int[] at = {0, 0, 0, 0};

    sink.accept(new Block(values, new int[] {1, 3, 1, 1}, at, new int[] {1, 2, 1, 1}));

    assertThat(masks.get(0, 0, 0, 0)).isTrue();
    assertThat(masks.get(0, 1, 0, 0)).isFalse();
    assertThat(sink.found()[0].others()).isZero();
    assertThatThrownBy(
            () ->
                new MaskSink(FLOATS, MaskVolume.empty(1, 3, 1, 1), 0)
                    .accept(new Block(values, new int[] {1, 3, 1, 1}, at, new int[] {1, 3, 1, 1})))
        .isInstanceOf(Refusal.class)
        .hasMessage("a mask value is NaN (row 0, column 2, slice 0, class 0); expected 0 or 1");
  }

  /** Element i of the array; a third of them 0. */
  private static int value(int i) {
    return i % 3 == 0 ? 0 : i * 31 & 0xffff;
  }

  private static void deliver(int[] lengths, int[] box, ElementType type, Block.Sink sink) {
    BlockGrid grid = new BlockGrid(lengths, box);
    int count = 1;
    for (int length : box) {
      count *= length;
    }
    while (grid.next()) {
      byte[] bytes = new byte[count * type.size()];
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(type.order());
      for (int k = 0; k < count; k++) {
        int index = index(k, lengths, box, grid.origin());
        int value = index < 0 ? 0x5555 : value(index);
        if (type.size() == 1) {
          buffer.put((byte) value);
        } else {
          buffer.putShort((short) value);
        }
      }
      sink.accept(new Block(bytes, box, grid.origin(), grid.extent()));
    }
  }

  /** Flat index in the array of element k of a box; -1 in the padding. */
  private static int index(int k, int[] lengths, int[] box, int[] origin) {
    int[] at = new int[box.length];
    int rest = k;
    for (int i = box.length - 1; i >= 0; i--) {
      at[i] = origin[i] + rest % box[i];
      rest /= box[i];
    }
    int index = 0;
    for (int i = 0; i < box.length; i++) {
      if (at[i] >= lengths[i]) {
        return -1;
      }
      index = index * lengths[i] + at[i];
    }
    return index;
  }

  private int[] lengths(int most, int rank) {
    return random.ints(rank, 1, most).toArray();
  }
}
