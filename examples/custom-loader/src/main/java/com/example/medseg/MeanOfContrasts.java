package com.example.medseg;

import io.medseg.InputException;
import io.medseg.transform.MedTransform;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Map;

/** The mean of all channels as the only one, for a model that was trained with one. */
public final class MeanOfContrasts implements MedTransform {

  /** What PREPROCESSING makes; it takes no arguments. */
  public MeanOfContrasts(Map<String, Object> arguments) {
    if (!arguments.isEmpty()) {
      throw new InputException(
          "Invalid PREPROCESSING_ARGS: MeanOfContrasts takes none, not " + arguments.keySet());
    }
  }

  @Override
  public Shape outputShape(Shape images) {
    int[] lengths = images.toArray();
    lengths[lengths.length - 1] = 1;
    return Shape.of(lengths);
  }

  @Override
  public boolean isElementwise(int rank) {
    return true;
  }

  @Override
  public Tensor apply(Tensor images) {
    int channels = images.shape().get(-1);
    Tensor means = Tensor.zeros(outputShape(images.shape()));
    for (int i = 0; i < means.data().length; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += images.data()[i * channels + c];
      }
      means.data()[i] = (float) (sum / channels);
    }
    return means;
  }
}
