package io.medseg.loader;

import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import java.util.Locale;

/**
 * Which windows IMG_SIZE, IMG_PAD_SIZE and IMG_STRIDE mean, by purpose and parity: an inference
 * covers every voxel unless GRID says otherwise; all else are MedSegPy's windows, with one, evenly
 * padded, for an image smaller than it unless parity is asked for.
 */
record PatchRule(WindowSettings settings, GridRule rule, Parity parity) {

  static PatchRule of(Experiment experiment) {
    return new PatchRule(
        WindowSettings.of(experiment),
        GridRule.valueOf(experiment.grid().toUpperCase(Locale.ROOT)),
        experiment.parity());
  }

  boolean covers(Purpose purpose) {
    return purpose == Purpose.INFERENCE && rule == GridRule.COVER;
  }

  PatchGrid grid(Shape image, Purpose purpose) {
    if (covers(purpose)) {
      return PatchGrid.covering(image, settings);
    }
    return parity == Parity.MEDSEGPY
        ? PatchGrid.reference(image, settings)
        : PatchGrid.fitted(image, settings);
  }
}
