package io.medseg.loader;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Tensor;
import io.medseg.volume.Volume;
import java.util.Map;

/**
 * A scan that a model was run on: MedSegPy's two dictionaries.
 *
 * @param inputs what went in
 * @param outputs what came out, and the truth to compare it with
 */
public record InferredScan(Inputs inputs, Outputs outputs) {
  /**
   * The scan.
   *
   * @param scanId MedSegPy's {@code scan_id}
   * @param subjectId {@code subject_id}; null where it is not known
   * @param x the image as it is in the file, H x W x D; shared with other readers of the scan, so
   *     that it must not be changed
   * @param attributes {@code scan_*} values of the scan, the dataset's beneath them; {@code
   *     scan_spacing}, mm along H, W and D, is always among them
   */
  public record Inputs(String scanId, String subjectId, Volume x, Map<String, Object> attributes) {
    /** Copies the map. */
    public Inputs {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * The results.
   *
   * @param yTrue the masks as the classes of the experiment, the background first where it is
   *     included; nothing where no window was; null if the scan has no masks or the loader does not
   *     look at them
   * @param yPred probabilities H x W x D x C, 0 where no window was
   * @param timeElapsed seconds, the reading among them as far as it was waited for
   */
  public record Outputs(MaskVolume yTrue, Tensor yPred, double timeElapsed) {}
}
