package io.medseg.job;

import io.medseg.InputException;
import io.medseg.transform.MedTransform;
import io.medseg.volume.Tensor;
import java.util.Map;

/** Refuses images with values that no phantom has, so that a scan breaks where a test wants. */
public final class BreakingTransform implements MedTransform {
  /** A value that it refuses. */
  static final float REFUSED = 1000;

  /** Takes no arguments. */
  public BreakingTransform(Map<String, Object> arguments) {
    if (!arguments.isEmpty()) {
      throw new InputException("Invalid arguments: " + arguments);
    }
  }

  @Override
  public boolean isElementwise(int rank) {
    return true;
  }

  @Override
  public Tensor apply(Tensor images) {
    for (float value : images.data()) {
      if (value == REFUSED) {
        throw new InputException("Cannot transform: a voxel is " + value);
      }
    }
    return images;
  }

  @Override
  public Tensor applyToMasks(Tensor masks) {
    return masks;
  }

  @Override
  public Tensor invert(Tensor predictions) {
    return predictions;
  }
}
