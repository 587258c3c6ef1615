package io.medseg.postprocess;

import io.medseg.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the option says of one step: {@code step:connectivity=value,value}.
 *
 * @param step its name, as messages call it
 * @param neighbours null where none is given
 * @param values what follows "="
 * @param classes all classes of the run
 */
public record StepArguments(
    String step, Neighbours neighbours, List<String> values, ClassNames classes) {
  /** Copies the list. */
  public StepArguments {
    values = List.copyOf(values);
  }

  /** The neighbours given, or the step's own choice. */
  public Neighbours neighboursOr(Neighbours choice) {
    return neighbours == null ? choice : neighbours;
  }

  /**
   * The first value as a number of voxels.
   *
   * @throws InputException if it is none of at least 1
   */
  public long voxels() {
    try {
      long voxels = Long.parseLong(values.isEmpty() ? "" : values.get(0));
      if (voxels >= 1) {
        return voxels;
      }
    } catch (NumberFormatException e) {
      // Told below, as the numbers that are too small.
    }
    throw new InputException(
        "Invalid --postprocess: %s needs a number of voxels of at least 1 first, as in %s=50; found %s"
            .formatted(step, step, values.isEmpty() ? "nothing" : values.get(0)));
  }

  /**
   * The classes that the values name from this one on, all classes if there are none; indices into
   * the masks.
   *
   * @throws InputException if one is unknown (the known ones are listed) or named twice
   */
  public List<Integer> classesFrom(int index) {
    List<Integer> chosen = new ArrayList<>();
    for (String value : values.subList(Math.min(index, values.size()), values.size())) {
      int found = classes.find(value);
      if (found < 0) {
        throw new InputException(
            "Invalid --postprocess: %s of %s is neither a class (%s) nor a step (%s)"
                .formatted(value, step, classes, String.join(", ", PostProcesses.names())));
      }
      if (chosen.contains(found)) {
        throw new InputException(
            "Invalid --postprocess: %s names the class %s twice"
                .formatted(step, classes.names().get(found)));
      }
      chosen.add(found);
    }
    if (chosen.isEmpty()) {
      for (int i = 0; i < classes.names().size(); i++) {
        chosen.add(i);
      }
    }
    return List.copyOf(chosen);
  }
}
