package io.medseg.metric;

/**
 * Distances in mm from every surface voxel of one mask to the nearest surface voxel of the other,
 * both ways.
 *
 * @param predictionToTruth one value per surface voxel of the prediction
 * @param truthToPrediction one value per surface voxel of the truth
 */
public record SurfaceDistances(double[] predictionToTruth, double[] truthToPrediction) {}
