package io.medseg.hdf5;

import io.medseg.volume.MaskVolume;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sets the bits of masks from blocks of an H x W x D x C array (C fastest): any value but 0 is in
 * the class. Masks are sparse, so zeros are passed over eight at a time.
 */
final class MaskSink implements Block.Sink {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ElementType element;
  private final MaskVolume masks;
  private final int firstPlane;
  private final ChannelValues[] found;
  private byte[] flags = new byte[0];
  private Block block;
  private int[] channelOf;
  private int[] planeOf;

  MaskSink(ElementType element, MaskVolume masks, int firstPlane) {
    this.element = element;
    this.masks = masks;
    this.firstPlane = firstPlane;
    this.found = new ChannelValues[masks.classes()];
    Arrays.setAll(found, channel -> new ChannelValues());
  }

  @Override
  public void accept(Block newBlock) {
    block = newBlock;
    int count = block.elements();
    byte[] values = block.bytes();
    if (element.size() > 1) {
      if (flags.length < count) {
        flags = new byte[count];
      }
      element.toFlags(values, flags, count);
      values = flags;
    }
    prepareRow();
    int line = block.lengths()[1] * planeOf.length;
    for (int h = 0; h < block.extent()[0]; h++) {
      scanLine(values, h * line, block.extent()[1] * planeOf.length, block.origin()[0] + h);
    }
  }

  /** Channel and plane of each element of a row (D, C); plane -1 where the row is padding. */
  private void prepareRow() {
    int depth = block.lengths()[2];
    int channels = block.lengths()[3];
    channelOf = new int[depth * channels];
    planeOf = new int[depth * channels];
    for (int i = 0; i < planeOf.length; i++) {
      int d = i / channels;
      int c = i % channels;
      boolean inside = d < block.extent()[2] && c < block.extent()[3];
      channelOf[i] = block.origin()[3] + c;
      planeOf[i] = inside ? firstPlane + block.origin()[2] + d : -1;
    }
  }

  private void scanLine(byte[] values, int from, int length, int h) {
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long eight = (long) LONGS.get(values, from + i);
      while (eight != 0) {
        int k = Long.numberOfTrailingZeros(eight) >>> 3;
        set(values[from + i + k], from, i + k, h);
        eight &= ~(0xffL << (k << 3));
      }
    }
    for (; i < length; i++) {
      if (values[from + i] != 0) {
        set(values[from + i], from, i, h);
      }
    }
  }

  private void set(byte value, int from, int indexInLine, int h) {
    int w = indexInLine / planeOf.length;
    int inRow = indexInLine - w * planeOf.length;
    if (planeOf[inRow] < 0) {
      return;
    }
    if (element.kind() == ElementType.Kind.FLOAT && value == ElementType.NOT_A_NUMBER) {
      throw new Refusal(
          "a mask value is NaN (row %d, column %d, slice %d, class %d); expected 0 or 1"
              .formatted(h, block.origin()[1] + w, planeOf[inRow], channelOf[inRow]));
    }
    ChannelValues values = found[channelOf[inRow]];
    if (value == ElementType.ONE) {
      values.one();
    } else {
      values.other(element.number(block.bytes(), from + indexInLine));
    }
    masks.set(h, block.origin()[1] + w, planeOf[inRow], channelOf[inRow]);
  }

  /** The values so far, channel by channel. */
  ChannelValues[] found() {
    return found;
  }
}
