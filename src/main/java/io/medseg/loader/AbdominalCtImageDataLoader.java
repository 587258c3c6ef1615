package io.medseg.loader;

import io.medseg.experiment.Experiment;

/**
 * MedSegPy's Abdominal_CT_ImageDataLoader: the slices of {@link AbdominalCtDataLoader} without
 * masks. y and x raw are the image windowed and normalised, x is that behind the other transforms.
 */
public final class AbdominalCtImageDataLoader extends ImageLoader {
  private static final String NAME = "Abdominal_CT_ImageDataLoader";

  /** A loader for the slices of IMG_SIZE, (H, W, K). */
  public AbdominalCtImageDataLoader(Experiment experiment) {
    this(experiment, CtPreprocessing.of(NAME, experiment));
  }

  private AbdominalCtImageDataLoader(Experiment experiment, CtPreprocessing preprocessing) {
    super(
        NAME,
        "Abdominal_CT_DataLoader",
        new AbdominalCtDataLoader(NAME, experiment, preprocessing.image()),
        preprocessing.others());
  }
}
