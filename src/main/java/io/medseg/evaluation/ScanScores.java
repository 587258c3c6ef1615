package io.medseg.evaluation;

import java.io.Serializable;
import java.util.List;

/**
 * The scores of one scan: a small row that goes back to the driver.
 *
 * @param values {@code values.get(metric)[class]} in the order of the evaluation's metrics; NaN
 *     where not defined
 * @param counts per class
 * @param voxels voxels of the volume
 * @param uncovered voxels that no window covered (only with the reference's windows)
 * @param seconds time the scan took in its task
 * @param oddInputs elements that gave the model NaN or infinity, which it may swallow: nothing in
 *     the other numbers would tell
 * @param predictions how far the predictions are from probabilities
 */
public record ScanScores(
    String scanId,
    String subjectId,
    List<double[]> values,
    List<ClassCounts> counts,
    long voxels,
    long uncovered,
    double seconds,
    int oddInputs,
    PredictionRange predictions)
    implements Serializable {
  /** Of a scan that gave the model numbers and got probabilities, as far as who scores it knows. */
  public ScanScores(
      String scanId,
      String subjectId,
      List<double[]> values,
      List<ClassCounts> counts,
      long voxels,
      long uncovered,
      double seconds) {
    this(
        scanId,
        subjectId,
        values,
        counts,
        voxels,
        uncovered,
        seconds,
        0,
        PredictionRange.PROBABILITIES);
  }

  /** These, of a scan with so many elements of NaN or infinity and with such predictions. */
  public ScanScores with(int elements, PredictionRange range) {
    return new ScanScores(
        scanId, subjectId, values, counts, voxels, uncovered, seconds, elements, range);
  }
}
