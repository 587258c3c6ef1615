package io.medseg.metric;

/**
 * Distances in mm from every surface voxel of one mask to the nearest surface voxel of the other,
 * both ways, between voxel centres. Each array is in the order H, W, D of its voxels (W after H, D
 * fastest), which is the order of medpy's arrays, so that sums over them round alike.
 *
 * @param predictionToTruth one value per surface voxel of the prediction
 * @param truthToPrediction one value per surface voxel of the truth
 */
public record SurfaceDistances(double[] predictionToTruth, double[] truthToPrediction) {}
