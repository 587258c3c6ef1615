package io.medseg.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The one-layer models of the golden folder, computed in Java from the weights beside them: a
 * cross-correlation with zeros around the image, bias, sigmoid or softmax. A 2D model is a 3D model
 * whose kernel has one slice.
 *
 * @param kernel lengths kh, kw, kd, inputs, outputs
 * @param weights in that order
 */
record GoldenConvolution(int rank, int[] kernel, float[] weights, float[] bias, boolean softmax) {

  static GoldenConvolution read(Path json) throws IOException {
    JsonNode model = new ObjectMapper().readTree(json.toFile());
    float[] shape = floats(model.get("kernel_shape"));
    int rank = shape.length - 2;
    int[] kernel = {
      (int) shape[0],
      (int) shape[1],
      rank == 3 ? (int) shape[2] : 1,
      (int) shape[rank],
      (int) shape[rank + 1]
    };
    return new GoldenConvolution(
        rank,
        kernel,
        floats(model.get("kernel_flat_row_major")),
        floats(model.get("bias")),
        "softmax".equals(model.get("activation").textValue()));
  }

  private static float[] floats(JsonNode array) {
    float[] floats = new float[array.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) array.get(i).doubleValue();
    }
    return floats;
  }

  int inputs() {
    return kernel[3];
  }

  int outputs() {
    return kernel[4];
  }

  /** Of a batch N x the window x inputs. */
  Tensor predict(Tensor batch) {
    int[] n = batch.shape().toArray();
    int depth = rank == 3 ? n[3] : 1;
    int[] size = {n[1], n[2], depth};
    int[] outputShape = n.clone();
    outputShape[n.length - 1] = outputs();
    Tensor output = Tensor.zeros(Shape.of(outputShape));
    int voxel = 0;
    for (int item = 0; item < n[0]; item++) {
      for (int h = 0; h < size[0]; h++) {
        for (int w = 0; w < size[1]; w++) {
          for (int d = 0; d < size[2]; d++) {
            float[] logits = logits(batch.data(), item, new int[] {h, w, d}, size);
            System.arraycopy(activate(logits), 0, output.data(), voxel, outputs());
            voxel += outputs();
          }
        }
      }
    }
    return output;
  }

  private float[] logits(float[] data, int item, int[] at, int[] size) {
    float[] logits = bias.clone();
    for (int i = 0; i < kernel[0]; i++) {
      for (int j = 0; j < kernel[1]; j++) {
        for (int k = 0; k < kernel[2]; k++) {
          int h = at[0] + i - kernel[0] / 2;
          int w = at[1] + j - kernel[1] / 2;
          int d = at[2] + k - kernel[2] / 2;
          if (h >= 0 && h < size[0] && w >= 0 && w < size[1] && d >= 0 && d < size[2]) {
            int voxel = ((item * size[0] + h) * size[1] + w) * size[2] + d;
            int weight = (i * kernel[1] + j) * kernel[2] + k;
            add(logits, data, voxel * inputs(), weight * inputs() * outputs());
          }
        }
      }
    }
    return logits;
  }

  private void add(float[] logits, float[] data, int from, int weight) {
    for (int channel = 0; channel < inputs(); channel++) {
      for (int c = 0; c < outputs(); c++) {
        logits[c] += data[from + channel] * weights[weight + channel * outputs() + c];
      }
    }
  }

  private float[] activate(float[] logits) {
    float[] values = new float[logits.length];
    if (!softmax) {
      for (int c = 0; c < values.length; c++) {
        values[c] = (float) (1 / (1 + Math.exp(-logits[c])));
      }
      return values;
    }
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) (Math.exp(logits[c] - max) / sum);
    }
    return values;
  }
}
