package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import java.io.Serializable;
import java.util.List;

/**
 * The steps of a run, one after the other. A value that travels.
 *
 * @param steps in the order in which they are applied
 */
public record PostProcessing(List<PostProcess> steps) implements Serializable {
  /** No steps. */
  public static final PostProcessing NONE = new PostProcessing(List.of());

  /** Copies the list. */
  public PostProcessing {
    steps = List.copyOf(steps);
  }

  /** Changes the labels of a scan in place. */
  public void apply(MaskVolume labels) {
    steps.forEach(step -> step.apply(labels));
  }

  /** The steps with everything resolved, in the option's syntax. */
  public List<String> texts() {
    return steps.stream().map(PostProcess::toString).toList();
  }
}
