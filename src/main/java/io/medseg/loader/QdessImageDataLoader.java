package io.medseg.loader;

import io.medseg.experiment.Experiment;
import io.medseg.transform.Preprocessing;
import java.util.List;

/**
 * MedSegPy's qDESSImageDataLoader: the elements of {@link QdessDataLoader} without masks. x is the
 * normalised image behind the transforms, y and x raw are the normalised image itself.
 */
public final class QdessImageDataLoader extends ImageLoader {
  /** A loader for the patches of IMG_SIZE. */
  public QdessImageDataLoader(Experiment experiment) {
    super(
        "qDESSImageDataLoader",
        "qDESSDataLoader",
        new QdessDataLoader(experiment, new Preprocessing(List.of())),
        WindowLoader.preprocessing(experiment));
  }
}
