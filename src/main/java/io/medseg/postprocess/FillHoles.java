package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import java.util.List;

/**
 * Fills the holes of each class: components of what is not in the class that do not touch the
 * border of the volume, by 6 neighbours if nothing else is said, as scipy's {@code
 * binary_fill_holes}. A hole that another class occupies is filled too and then belongs to both.
 */
public final class FillHoles extends ClassStep {
  private static final long serialVersionUID = 1L;

  /**
   * Values: classes.
   *
   * @throws io.medseg.InputException if a class is unknown
   */
  public FillHoles(StepArguments arguments) {
    super(arguments, List.of(), Neighbours.FACES);
  }

  @Override
  void apply(MaskVolume labels, int category, Neighbours neighbours) {
    MaskVolume outside = labels.collate(List.of(new int[] {category})).withBackground();
    Components components = Components.of(outside, 0, neighbours);
    components.flip(component -> !components.touchesBorder(component), labels, category);
  }
}
