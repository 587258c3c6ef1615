package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.evaluation.PredictionRange;
import io.medseg.segmentation.ProbabilityStore;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;

/**
 * A scan whose predictions are together.
 *
 * @param image for previews; may be read by slabs
 * @param labels as they were decided
 * @param probabilities null if nobody wants them
 * @param truth null where nothing is scored
 * @param covered what some window covered, null for all; other voxels count as background in
 *     prediction and truth
 * @param oddInputs elements that gave the model NaN or infinity
 * @param range how far the predictions are from probabilities
 * @param seconds time the prediction took so far
 * @param times so far
 */
record GatheredScan(
    Scan scan,
    Volume image,
    MaskVolume labels,
    ProbabilityStore probabilities,
    MaskVolume truth,
    MaskVolume covered,
    int oddInputs,
    PredictionRange range,
    double seconds,
    ScanTimes times) {}
