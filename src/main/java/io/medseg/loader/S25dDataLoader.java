package io.medseg.loader;

import io.medseg.experiment.Experiment;
import io.medseg.volume.Shape;
import java.util.List;

/**
 * One element per slice, with its n/2 neighbours on both sides as channels: x N x H x W x n, y N x
 * H x W x C of the middle slice. n is the last of IMG_SIZE, odd. At the ends of the scan the slices
 * of the window that exist are padded by IMG_PAD_MODE. With SLICE_AXIS the slices are W x D (0) or
 * H x D (1).
 */
public final class S25dDataLoader extends WindowLoader {
  private final List<Integer> imageSize;
  private final int slices;

  /** A loader for the slices of IMG_SIZE. */
  public S25dDataLoader(Experiment experiment) {
    super(experiment, WindowForm.SLICES, SlicePlacement.CENTRE);
    this.imageSize = experiment.imageSize();
    this.slices = OddSlices.of("S25dDataLoader", imageSize);
  }

  @Override
  PatchGrid grid(Shape image, Purpose purpose) {
    return SliceGrid.of(sliceAxis(), image, imageSize, slices);
  }
}
