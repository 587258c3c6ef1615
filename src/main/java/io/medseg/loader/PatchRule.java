package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import java.util.Locale;

/**
 * Which windows IMG_SIZE, IMG_PAD_SIZE and IMG_STRIDE mean, by purpose and parity: an inference
 * covers every voxel unless GRID says otherwise; all else are MedSegPy's windows, with one, evenly
 * padded, for an image smaller than it unless parity is asked for.
 *
 * @param step GRID_STEP
 * @param overlap GRID_OVERLAP
 */
record PatchRule(
    WindowSettings settings, GridRule rule, double step, double overlap, Parity parity) {

  /**
   * The rule of an experiment.
   *
   * @throws InputException if IMG_STRIDE is given for a grid that takes none, or GRID_STEP is less
   *     than a voxel
   */
  static PatchRule of(Experiment experiment) {
    GridRule rule = GridRule.of(experiment);
    if (!rule.takesStrides() && !experiment.imageStride().isEmpty()) {
      throw new InputException(
          "Invalid IMG_STRIDE: %s: GRID %s does not take it, windows lie by %s; leave one out"
              .formatted(
                  WindowSettings.show(experiment.imageStride()),
                  experiment.grid(),
                  rule == GridRule.NNUNET ? "GRID_STEP" : "GRID_OVERLAP"));
    }
    WindowSettings settings = WindowSettings.of(experiment);
    if (rule == GridRule.NNUNET) {
      checkStep(settings, experiment.gridStep());
    }
    return new PatchRule(
        settings, rule, experiment.gridStep(), experiment.gridOverlap(), experiment.parity());
  }

  /**
   * nnU-Net repeats windows where they would lie less than a voxel apart, and counts them each
   * time. Along an axis on which its window is one voxel it takes no steps at all.
   */
  private static void checkStep(WindowSettings settings, double step) {
    for (AxisSettings axis : settings.axes()) {
      if (axis.window() > 1 && axis.window() * step < 1) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "Invalid GRID_STEP: %s: windows of %d voxels would lie %.2g voxels apart, where nnU-Net predicts and counts windows repeatedly; take at least %.3f",
                step,
                axis.window(),
                axis.window() * step,
                Math.ceil(1000.0 / axis.window()) / 1000));
      }
    }
  }

  boolean covers(Purpose purpose) {
    return purpose == Purpose.INFERENCE && rule != GridRule.MEDSEGPY;
  }

  PatchGrid grid(Shape image, Purpose purpose) {
    if (!covers(purpose)) {
      return parity == Parity.MEDSEGPY
          ? PatchGrid.reference(image, settings)
          : PatchGrid.fitted(image, settings);
    }
    return switch (rule) {
      case NNUNET -> PatchGrid.spread(image, settings, step);
      case MONAI -> PatchGrid.overlapping(image, settings, overlap);
      default -> PatchGrid.covering(image, settings);
    };
  }
}
