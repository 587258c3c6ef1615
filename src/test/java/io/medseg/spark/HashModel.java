package io.medseg.spark;

import io.medseg.model.Device;
import io.medseg.model.ModelRecipe;
import io.medseg.model.ModelSession;
import io.medseg.model.ModelSignature;
import io.medseg.model.SegmentationModel;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A model of eight classes that needs no engine: whether a voxel is in a class depends on the bits
 * of its value and on nothing else, so that counts of voxels change when values do.
 */
record HashModel() implements ModelRecipe {
  static final int CLASSES = 8;

  /** One bit per class. */
  static int classes(float value) {
    return Float.floatToIntBits(value) * 0x9E3779B1 >>> 24;
  }

  @Override
  public ModelSignature signature(Configuration hadoop) {
    return new ModelSignature("serve", "image", List.of(), "mask", List.of());
  }

  @Override
  public String fingerprint() {
    return "hash";
  }

  @Override
  public SegmentationModel load(Configuration hadoop, Device device) {
    return new SegmentationModel() {
      @Override
      public ModelSignature signature() {
        return HashModel.this.signature(hadoop);
      }

      @Override
      public ModelSession newSession() {
        return new Session();
      }

      @Override
      public void close() {}
    };
  }

  private static final class Session implements ModelSession {
    @Override
    public Tensor predict(Tensor batch) {
      int[] lengths = batch.shape().toArray();
      lengths[lengths.length - 1] = CLASSES;
      Tensor predictions = Tensor.zeros(Shape.of(lengths));
      for (int i = 0; i < batch.shape().elements(); i++) {
        int classes = classes(batch.data()[i]);
        for (int c = 0; c < CLASSES; c++) {
          predictions.data()[i * CLASSES + c] = (classes >> c & 1) != 0 ? 0.9f : 0.1f;
        }
      }
      return predictions;
    }

    @Override
    public void close() {}
  }
}
