package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import java.util.List;

/**
 * Keeps of each class its largest component, by voxels; of equals the one that {@link
 * Components#largest} names. As MONAI's KeepLargestConnectedComponent with {@code independent} and
 * full connectivity.
 */
public final class KeepLargest extends ClassStep {
  private static final long serialVersionUID = 1L;

  /**
   * Values: classes.
   *
   * @throws io.medseg.InputException if a class is unknown
   */
  public KeepLargest(StepArguments arguments) {
    super(arguments, List.of(), Neighbours.CORNERS);
  }

  @Override
  void apply(MaskVolume labels, int category, Neighbours neighbours) {
    Components components = Components.of(labels, category, neighbours);
    int largest = components.largest();
    components.flip(component -> component != largest, labels, category);
  }
}
