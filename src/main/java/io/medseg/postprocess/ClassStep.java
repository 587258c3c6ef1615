package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import java.util.ArrayList;
import java.util.List;

/** What the built-in steps share: some classes, each treated on its own, by connectivity. */
abstract class ClassStep implements PostProcess {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final ArrayList<Integer> classes;
  private final Neighbours neighbours;

  /**
   * @param values what the step was given beside classes, in the option's syntax
   * @param choice neighbours where none are given
   */
  ClassStep(StepArguments arguments, List<String> values, Neighbours choice) {
    this.classes = new ArrayList<>(arguments.classesFrom(values.size()));
    this.neighbours = arguments.neighboursOr(choice);
    List<String> all = new ArrayList<>(values);
    classes.forEach(i -> all.add(arguments.classes().names().get(i)));
    this.text = "%s:%s=%s".formatted(arguments.step(), neighbours.count(), String.join(",", all));
  }

  @Override
  public final void apply(MaskVolume labels) {
    for (int category : classes) {
      apply(labels, category, neighbours);
    }
  }

  /** Changes one class. */
  abstract void apply(MaskVolume labels, int category, Neighbours neighbours);

  @Override
  public final boolean equals(Object other) {
    return other instanceof ClassStep step
        && getClass() == step.getClass()
        && text.equals(step.text)
        && classes.equals(step.classes);
  }

  @Override
  public final int hashCode() {
    return text.hashCode();
  }

  @Override
  public final String toString() {
    return text;
  }
}
