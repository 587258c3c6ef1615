package io.medseg.spark;

import io.medseg.evaluation.PredictionRange;
import io.medseg.loader.Seams;
import io.medseg.volume.SparseMasks;
import java.io.Serializable;

/**
 * What a task knows of a scan of which it predicted a range.
 *
 * @param labels of the voxels that no other range changes
 * @param seams what is to be joined with other ranges
 * @param oddInputs elements that gave the model NaN or infinity
 * @param range how far the predictions of the range are from probabilities, seams left out
 * @param seconds time the range took
 */
record PartialScan(
    ScanShare share,
    SparseMasks labels,
    Seams seams,
    int oddInputs,
    PredictionRange range,
    ScanTimes times,
    double seconds)
    implements Serializable {}
