package io.medseg.evaluation;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Spacing;

/**
 * What an evaluator needs of one scan. Stays in the task that predicted it.
 *
 * @param subjectId null if not known
 * @param labels decided from the prediction, one class per category
 * @param truth the same classes from the mask files
 * @param uncovered voxels that no window covered
 * @param seconds time the prediction took
 */
public record EvaluatedScan(
    String scanId,
    String subjectId,
    MaskVolume labels,
    MaskVolume truth,
    Spacing spacing,
    long uncovered,
    double seconds) {}
