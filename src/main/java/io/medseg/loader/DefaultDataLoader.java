package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.experiment.Experiment;
import io.medseg.volume.Shape;
import java.util.List;

/**
 * One element per slice: x N x H x W x 1, y N x H x W x C. IMG_SIZE (H, W, 1) must be the size of
 * the slices; None takes the size they have. With SLICE_AXIS the slices are W x D (0) or H x D (1).
 */
public final class DefaultDataLoader extends WindowLoader {
  private final List<Integer> imageSize;

  /** A loader for the slices of IMG_SIZE. */
  public DefaultDataLoader(Experiment experiment) {
    super(experiment, WindowForm.SLICES, SlicePlacement.CENTRE);
    this.imageSize = sliceSize("DefaultDataLoader", experiment);
  }

  /** IMG_SIZE for a loader of slices; what is behind H and W is left to the model. */
  static List<Integer> sliceSize(String loader, Experiment experiment) {
    List<Integer> imageSize = experiment.imageSize();
    if (imageSize.size() != 2 && imageSize.size() != 3) {
      throw new InputException(
          "Invalid IMG_SIZE: %s: %s takes slices, (H, W, 1)"
              .formatted(WindowSettings.show(imageSize), loader));
    }
    return imageSize;
  }

  @Override
  PatchGrid grid(Shape image, Purpose purpose) {
    return SliceGrid.of(sliceAxis(), image, imageSize, 1);
  }
}
