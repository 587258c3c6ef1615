package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.util.Float16Utils;
import ai.djl.util.passthrough.PassthroughNDManager;
import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Proves that arrays come through DJL's forms as they are, without engine or native library. */
class NDListCodecTest {
  private static final NDListCodec CODEC = new NDListCodec();
  private static final NDManager DJL = PassthroughNDManager.INSTANCE;
  private static final float[] VALUES = {
    0.1f, -2, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, -0f
  };

  private static NDArray array(DataType type, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * type.getNumOfBytes());
    return DJL.create(
        bytes.order(ByteOrder.nativeOrder()), new ai.djl.ndarray.types.Shape(count), type);
  }

  private static byte[] encoded(NDArray... arrays) {
    return new NDList(arrays).encode();
  }

  @Test
  void rawIsWhatDjlReads() {
    byte[] encoded = CODEC.encode(Shape.of(1, 2, 3), VALUES, 0);

    NDArray read = NDList.decode(DJL, encoded).singletonOrThrow();
    assertThat(read.getShape().getShape()).containsExactly(1, 2, 3);
    assertThat(read.getDataType()).isEqualTo(DataType.FLOAT32);
    assertThat(read.toFloatArray()).containsExactly(VALUES);
    assertThat(CODEC.decode(encoded).data()).containsExactly(VALUES);
    assertThat(CODEC.decode(encoded).shape()).isEqualTo(Shape.of(1, 2, 3));
  }

  @Test
  void takesAPartOfABatch() {
    assertThat(CODEC.decode(CODEC.encode(Shape.of(2, 1), VALUES, 3)).data())
        .containsExactly(Float.MAX_VALUE, Float.NaN);
  }

  @Test
  void npzIsRead() {
    NDList list = NDList.decode(DJL, CODEC.encode(Shape.of(3, 2), VALUES, 0));
    byte[] npz = list.encode(NDList.Encoding.NPZ);

    assertThat(npz).startsWith('P', 'K');
    assertThat(CODEC.decode(npz).shape()).isEqualTo(Shape.of(3, 2));
    assertThat(CODEC.decode(npz).data()).containsExactly(VALUES);
  }

  /** As numpy writes it on other machines. */
  @Test
  void npzOfTheOtherByteOrderIsRead() throws IOException {
    String header = "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }";
    ByteArrayOutputStream npz = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(npz)) {
      zip.putNextEntry(new ZipEntry("arr_0.npy"));
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
      zip.write("%-117s\n".formatted(header).getBytes(StandardCharsets.US_ASCII));
      zip.write(ByteBuffer.allocate(8).putFloat(0.5f).putFloat(-3).array());
    }

    assertThat(CODEC.decode(npz.toByteArray()).data()).containsExactly(0.5f, -3);
  }

  @Test
  void otherFloatsBecomeFloat32() {
    ByteBuffer doubles = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
    doubles.asDoubleBuffer().put(new double[] {0.1, 1e300, -7});
    NDArray wide = DJL.create(doubles, new ai.djl.ndarray.types.Shape(3), DataType.FLOAT64);
    ByteBuffer halves = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
    halves.asShortBuffer().put(Float16Utils.floatToHalf(0.25f)).put(Float16Utils.floatToHalf(-2));
    NDArray narrow = DJL.create(halves, new ai.djl.ndarray.types.Shape(2), DataType.FLOAT16);

    assertThat(CODEC.decode(encoded(wide)).data())
        .containsExactly(0.1f, Float.POSITIVE_INFINITY, -7);
    assertThat(CODEC.decode(encoded(narrow)).data()).containsExactly(0.25f, -2);
  }

  @Test
  void saysWhatItCannotRead() {
    assertThatThrownBy(() -> CODEC.decode(encoded(array(DataType.INT64, 2))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read predictions: they are int64; float32, float16 or float64 is expected");
    assertThatThrownBy(
            () -> CODEC.decode(encoded(array(DataType.FLOAT32, 1), array(DataType.FLOAT32, 1))))
        .hasMessage("Cannot read predictions: the NDList holds 2 arrays, one is expected");
    assertThatThrownBy(() -> CODEC.decode(encoded()))
        .hasMessageStartingWith("Cannot read predictions: 4 bytes that begin with 00 00 00 00 are");
    assertThatThrownBy(() -> CODEC.decode(encoded(array(DataType.FLOAT32, 0))))
        .hasMessage("Cannot read predictions: their shape is (0)");
    assertThatThrownBy(() -> CODEC.decode(new byte[] {'P', 'K', 3, 4, 0}))
        .hasMessageStartingWith("Cannot read predictions: ");
    assertThatThrownBy(() -> CODEC.decode(new byte[0]))
        .hasMessageStartingWith("Cannot read predictions: 0 bytes are no NDList, neither raw");
    assertThatThrownBy(() -> CODEC.decode(new byte[] {'<', 'h', 't', 'm', 'l', '>'}))
        .hasMessageStartingWith(
            "Cannot read predictions: 6 bytes that begin with 3c 68 74 6d 6c 3e are no NDList");
  }

  /** Whatever the bytes are: an array, or a refusal. */
  @Test
  void damagedBytesAreRefusedInWords() {
    byte[] raw = CODEC.encode(Shape.of(3, 2), VALUES, 0);
    byte[] npz = NDList.decode(DJL, raw).encode(NDList.Encoding.NPZ);
    Random random = new Random(5);
    for (byte[] whole : new byte[][] {raw, npz}) {
      for (int round = 0; round < 2000; round++) {
        byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        assertThat(outcome(damaged)).isTrue();
      }
    }
  }

  private static boolean outcome(byte[] damaged) {
    try {
      Tensor read = CODEC.decode(damaged);
      return read.data().length == read.shape().elements();
    } catch (InputException e) {
      return e.getMessage().startsWith("Cannot read predictions: ");
    }
  }
}
