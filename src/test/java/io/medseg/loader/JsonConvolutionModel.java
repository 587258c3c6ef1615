package io.medseg.loader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.model.ModelSession;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The one-layer convolutions of the recorded cases, read from their JSON files and computed in
 * float32 as TensorFlow does: 2D or 3D, stride 1, padded with zeros, then sigmoid or softmax.
 */
final class JsonConvolutionModel implements ModelSession {
  private final int[] kernelShape;
  private final float[] kernel;
  private final float[] bias;
  private final boolean softmax;

  JsonConvolutionModel(Path file) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int[] shape = ints(json.get("kernel_shape"));
    // A 2D kernel is a 3D one of depth 1.
    kernelShape = shape.length == 5 ? shape : new int[] {shape[0], shape[1], 1, shape[2], shape[3]};
    kernel = floats(json.get("kernel_flat_row_major"));
    bias = floats(json.get("bias"));
    softmax = json.get("activation").asText().equals("softmax");
  }

  @Override
  public Tensor predict(Tensor batch) {
    Shape in = batch.shape();
    boolean isVolume = in.rank() == 5;
    int depth = isVolume ? in.get(3) : 1;
    Shape one = Shape.of(in.get(1), in.get(2), depth);
    int voxels = Math.toIntExact(one.elements());
    int classes = bias.length;
    int[] lengths = in.toArray();
    lengths[lengths.length - 1] = classes;
    Tensor out = Tensor.zeros(Shape.of(lengths));
    for (int n = 0; n < in.get(0); n++) {
      for (int v = 0; v < voxels; v++) {
        int to = (n * voxels + v) * classes;
        convolve(batch.data(), n * voxels * in.get(-1), in.get(-1), one, v, out.data(), to);
        activate(out.data(), to);
      }
    }
    return out;
  }

  private void convolve(
      float[] x, int offset, int channels, Shape shape, int voxel, float[] out, int to) {
    int[] at = {
      voxel / (shape.get(1) * shape.get(2)),
      voxel / shape.get(2) % shape.get(1),
      voxel % shape.get(2)
    };
    System.arraycopy(bias, 0, out, to, bias.length);
    for (int kh = 0; kh < kernelShape[0]; kh++) {
      for (int kw = 0; kw < kernelShape[1]; kw++) {
        for (int kd = 0; kd < kernelShape[2]; kd++) {
          int h = at[0] + kh - (kernelShape[0] - 1) / 2;
          int w = at[1] + kw - (kernelShape[1] - 1) / 2;
          int d = at[2] + kd - (kernelShape[2] - 1) / 2;
          if (isInside(h, shape.get(0)) && isInside(w, shape.get(1)) && isInside(d, shape.get(2))) {
            int from = offset + ((h * shape.get(1) + w) * shape.get(2) + d) * channels;
            int k = ((kh * kernelShape[1] + kw) * kernelShape[2] + kd) * channels * bias.length;
            accumulate(x, from, channels, k, out, to);
          }
        }
      }
    }
  }

  private void accumulate(float[] x, int from, int channels, int k, float[] out, int to) {
    for (int i = 0; i < channels; i++) {
      for (int c = 0; c < bias.length; c++) {
        out[to + c] += x[from + i] * kernel[k + i * bias.length + c];
      }
    }
  }

  private static boolean isInside(int index, int length) {
    return index >= 0 && index < length;
  }

  private void activate(float[] z, int from) {
    int to = from + bias.length;
    if (!softmax) {
      for (int i = from; i < to; i++) {
        z[i] = 1 / (1 + (float) Math.exp(-z[i]));
      }
      return;
    }
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, z[i]);
    }
    float sum = 0;
    for (int i = from; i < to; i++) {
      z[i] = (float) Math.exp(z[i] - largest);
      sum += z[i];
    }
    for (int i = from; i < to; i++) {
      z[i] /= sum;
    }
  }

  private static int[] ints(JsonNode node) {
    int[] values = new int[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).asInt();
    }
    return values;
  }

  private static float[] floats(JsonNode node) {
    float[] values = new float[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) node.get(i).asDouble();
    }
    return values;
  }

  @Override
  public void close() {}
}
