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
 */
public record ScanScores(
    String scanId,
    String subjectId,
    List<double[]> values,
    List<ClassCounts> counts,
    long voxels,
    long uncovered,
    double seconds)
    implements Serializable {}
