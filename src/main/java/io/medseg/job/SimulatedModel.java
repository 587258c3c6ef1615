package io.medseg.job;

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
 * Stands for a model on an accelerator in benchmarks of everything else: takes a fixed time per
 * element without using the processor, and gives bright voxels to the first class. Takes windows of
 * any size.
 *
 * @param millis per element
 * @param classes values per voxel
 */
record SimulatedModel(int millis, int classes) implements ModelRecipe {
  /** Cartilage of the phantoms is brighter. */
  private static final float BRIGHT = 0.65f;

  @Override
  public ModelSignature signature(Configuration hadoop) {
    return new ModelSignature("simulated", "image", List.of(), "classes", List.of());
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public SegmentationModel load(Configuration hadoop, Device device) {
    return new SegmentationModel() {
      @Override
      public ModelSignature signature() {
        return SimulatedModel.this.signature(hadoop);
      }

      @Override
      public ModelSession newSession() {
        return new Session();
      }

      @Override
      public void close() {}
    };
  }

  private final class Session implements ModelSession {
    private float[] values = new float[0];

    @Override
    public Tensor predict(Tensor batch) {
      int[] lengths = batch.shape().toArray();
      try {
        Thread.sleep((long) millis * lengths[0]);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Cannot predict: the task was stopped", e);
      }
      lengths[lengths.length - 1] = classes;
      Shape shape = Shape.of(lengths);
      int voxels = Math.toIntExact(batch.shape().elements());
      if (values.length < voxels * classes) {
        values = new float[voxels * classes];
      }
      for (int i = 0; i < voxels; i++) {
        values[i * classes] = batch.data()[i] > BRIGHT ? 0.9f : 0.1f;
      }
      return new Tensor(shape, values);
    }

    @Override
    public void close() {}
  }
}
