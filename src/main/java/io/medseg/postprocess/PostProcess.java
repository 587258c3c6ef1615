package io.medseg.postprocess;

import io.medseg.volume.MaskVolume;
import java.io.Serializable;

/**
 * One step that changes the labels of a scan. An immutable value that travels to executors, safe
 * for many threads. An implementation outside the project has a public constructor that takes
 * {@link StepArguments}; it is named in full and given with --jars.
 */
public interface PostProcess extends Serializable {
  /** Changes the labels in place; their bits belong to the caller alone. */
  void apply(MaskVolume labels);

  /** The step with everything resolved, in the option's syntax; the manifest records it. */
  @Override
  String toString();
}
