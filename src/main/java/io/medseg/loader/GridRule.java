package io.medseg.loader;

import io.medseg.experiment.Experiment;
import java.util.Locale;

/** Where the windows of an inference lie: the setting GRID. */
public enum GridRule {
  /** Every voxel is in a window: IMG_STRIDE, and a last window shifted back to the border. */
  COVER,
  /** MedSegPy's windows: what the strides do not reach is left out. */
  MEDSEGPY,
  /** nnU-Net's: at most GRID_STEP of a window apart, spread evenly from border to border. */
  NNUNET,
  /** MONAI's: neighbours share GRID_OVERLAP of a window, the last is shifted back to the border. */
  MONAI;

  /** GRID of an experiment. */
  static GridRule of(Experiment experiment) {
    return valueOf(experiment.grid().toUpperCase(Locale.ROOT));
  }

  /** Whether windows are IMG_STRIDE apart. */
  boolean takesStrides() {
    return this == COVER || this == MEDSEGPY;
  }
}
