package io.medseg.loader;

import io.medseg.experiment.Experiment;
import io.medseg.volume.Shape;

/**
 * One element per patch of a volume. IMG_SIZE is the patch: one longer than the image it adds a
 * channel axis (x N x P1 x P2 x P3 x 1, y N x P1 x P2 x P3 x C), as long as the image it adds none
 * (x N x P1 x P2 x P3), shorter it is filled with 1. IMG_SIZE (H, W, 1) or (H, W) takes slices: x N
 * x H x W x 1, y N x H x W x C, as {@link DefaultDataLoader}; see {@link WindowForm}.
 *
 * <p>With SLICE_AXIS the sizes are of the axes W, D, H (0) or H, D, W (1): {@link SliceAxis}.
 *
 * <p>IMG_PAD_SIZE, IMG_STRIDE (empty: 1) and IMG_PAD_MODE as in MedSegPy; {@link AxisGrid} has the
 * rules, also those of GRID nnunet and monai, which take no stride.
 */
public final class PatchDataLoader extends WindowLoader {
  private final PatchRule rule;

  /** A loader for the patches of IMG_SIZE. */
  public PatchDataLoader(Experiment experiment) {
    super(experiment, form(WindowSettings.of(experiment)), SlicePlacement.CENTRE);
    this.rule = PatchRule.of(experiment);
  }

  /** What the windows of these settings mean to a model. */
  static WindowForm form(WindowSettings settings) {
    if (settings.channelAxis()) {
      return WindowForm.VOLUME;
    }
    return settings.axes().get(2).window() == 1
        ? WindowForm.SLICES
        : WindowForm.VOLUME_WITHOUT_CHANNEL;
  }

  @Override
  PatchGrid grid(Shape image, Purpose purpose) {
    return rule.grid(image, purpose);
  }
}
