package io.medseg.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.util.Float16Utils;
import ai.djl.util.passthrough.PassthroughNDManager;
import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Writes and reads arrays as DJL's NDList does, the form in which its Spark extension takes and
 * gives them. Needs neither an engine nor its native library. Keeps nothing; safe for many threads.
 */
public final class NDListCodec {
  /** Java's side of DJL: its arrays are plain buffers. */
  private static final NDManager MANAGER = PassthroughNDManager.INSTANCE;

  /** Bytes that a message shows of what it cannot read. */
  private static final int SHOWN = 8;

  /**
   * A list of one float32 array, in the raw form.
   *
   * @param shape of the array
   * @param offset of its first value
   */
  public byte[] encode(Shape shape, float[] values, int offset) {
    int count = Math.toIntExact(shape.elements());
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES)).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values, offset, count);
    long[] lengths = Arrays.stream(shape.toArray()).asLongStream().toArray();
    NDArray array =
        MANAGER.create(bytes, new ai.djl.ndarray.types.Shape(lengths), DataType.FLOAT32);
    return new NDList(array).encode();
  }

  /**
   * The one array of a list, raw or NPZ; float16 and float64 become float32.
   *
   * @throws InputException if it is no such list; the message says what it is
   */
  public Tensor decode(byte[] encoded) {
    NDList list = list(encoded);
    if (list.size() != 1) {
      throw new InputException(
          "Cannot read predictions: the NDList holds %d arrays, one is expected"
              .formatted(list.size()));
    }
    NDArray array = list.get(0);
    int[] lengths = lengths(array);
    return new Tensor(Shape.of(lengths), floats(array));
  }

  private static NDList list(byte[] encoded) {
    try {
      return NDList.decode(MANAGER, encoded);
    } catch (RuntimeException | OutOfMemoryError e) {
      // A length out of damaged bytes may ask for any amount of memory.
      int shown = Math.min(SHOWN, encoded.length);
      throw new InputException(
          "Cannot read predictions: %d bytes%s are no NDList, neither raw nor NPZ (%s)"
              .formatted(
                  encoded.length,
                  shown == 0
                      ? ""
                      : " that begin with "
                          + HexFormat.ofDelimiter(" ").formatHex(encoded, 0, shown),
                  EngineMessage.of(e)),
          e);
    }
  }

  private static int[] lengths(NDArray array) {
    long[] lengths = array.getShape().getShape();
    if (lengths.length == 0 || Arrays.stream(lengths).anyMatch(n -> n < 1 || n > 1 << 30)) {
      throw new InputException(
          "Cannot read predictions: their shape is %s".formatted(array.getShape()));
    }
    return Arrays.stream(lengths).mapToInt(Math::toIntExact).toArray();
  }

  private static float[] floats(NDArray array) {
    long wanted = array.getShape().size() * array.getDataType().getNumOfBytes();
    ByteBuffer held = array.toByteBuffer();
    ByteBuffer bytes = held.duplicate().order(held.order());
    if (bytes.remaining() != wanted) {
      throw new InputException(
          "Cannot read predictions: %d bytes hold %s of %s, which takes %d"
              .formatted(bytes.remaining(), array.getShape(), array.getDataType(), wanted));
    }
    return switch (array.getDataType()) {
      case FLOAT32 -> {
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        yield values;
      }
      case FLOAT16 -> Float16Utils.fromByteBuffer(bytes);
      case FLOAT64 -> narrowed(bytes.asDoubleBuffer());
      default ->
          throw new InputException(
              "Cannot read predictions: they are %s; float32, float16 or float64 is expected"
                  .formatted(array.getDataType()));
    };
  }

  private static float[] narrowed(DoubleBuffer doubles) {
    float[] values = new float[doubles.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) doubles.get(i);
    }
    return values;
  }
}
