package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import java.util.List;

/**
 * Takes away the components of each class that have fewer voxels than a number; those of just that
 * number stay, as with MONAI's RemoveSmallObjects.
 */
public final class MinSize extends ClassStep {
  private static final long serialVersionUID = 1L;

  private final long voxels;

  /**
   * Values: the number of voxels, classes.
   *
   * @throws io.medseg.InputException if there is no such number or a class is unknown
   */
  public MinSize(StepArguments arguments) {
    super(arguments, List.of(String.valueOf(arguments.voxels())), Neighbours.CORNERS);
    this.voxels = arguments.voxels();
  }

  @Override
  void apply(MaskVolume labels, int category, Neighbours neighbours) {
    Components components = Components.of(labels, category, neighbours);
    components.flip(component -> components.size(component) < voxels, labels, category);
  }
}
