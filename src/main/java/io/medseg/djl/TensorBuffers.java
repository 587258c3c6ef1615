package io.medseg.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import ai.djl.util.NativeResource;
import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.internal.c_api.TFE_TensorHandle;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * Copies floats between Java and TensorFlow through buffers that are used again: one copy into a
 * direct buffer and one by the engine on the way in, one copy on the way out. One thread.
 */
final class TensorBuffers {
  private ByteBuffer input = ByteBuffer.allocateDirect(0);
  private float[] output = new float[0];

  /**
   * An array of the engine with the values of a batch.
   *
   * @param fed the batch's shape, or longer in N: the rest is zeros
   * @param manager owns the array
   */
  NDArray toEngine(Tensor batch, Shape fed, NDManager manager) {
    int count = Math.toIntExact(batch.shape().elements());
    int bytes = bytes(fed);
    if (input.capacity() < bytes) {
      input = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    input.clear().limit(bytes);
    FloatBuffer floats = input.asFloatBuffer();
    floats.put(batch.data(), 0, count);
    while (floats.hasRemaining()) {
      floats.put(0f);
    }
    long[] shape = Arrays.stream(fed.toArray()).asLongStream().toArray();
    return manager.create(input, new ai.djl.ndarray.types.Shape(shape), DataType.FLOAT32);
  }

  /**
   * The first values of an array of the engine, as many as the shape has. The next call overwrites
   * them.
   */
  Tensor fromEngine(NDArray array, Shape shape) {
    bytes(shape);
    int count = Math.toIntExact(shape.elements());
    if (output.length < count) {
      output = new float[count];
    }
    // DJL's own toByteBuffer makes a new heap buffer for every batch.
    try (TF_Tensor tensor = JavacppUtils.resolveTFETensor(handle(array));
        Pointer data = tensorflow.TF_TensorData(tensor)) {
      data.capacity(tensorflow.TF_TensorByteSize(tensor));
      data.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer().get(output, 0, count);
    }
    return new Tensor(shape, output);
  }

  @SuppressWarnings("unchecked") // every array of this engine is a resource of this kind
  private static TFE_TensorHandle handle(NDArray array) {
    return ((NativeResource<TFE_TensorHandle>) array).getHandle();
  }

  /** Java's buffers hold 2 GiB at most. */
  private static int bytes(Shape shape) {
    long bytes = Math.multiplyExact(shape.elements(), (long) Float.BYTES);
    if (bytes > Integer.MAX_VALUE) {
      throw new InputException(
          ("Invalid batch of shape %s: it takes %d bytes, more than 2 GiB;"
                  + " lower TEST_BATCH_SIZE or the patch")
              .formatted(shape, bytes));
    }
    return (int) bytes;
  }
}
