package io.medseg.metric;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Spacing;

/**
 * Compares one class of two masks of the same shape: voxels are counted in one pass when this is
 * made, surface distances are computed when first asked for and then kept. Holds on to the masks,
 * which must not change meanwhile. One thread.
 */
public final class MaskComparison implements ClassComparison {
  private final MaskVolume predictionMask;
  private final MaskVolume truthMask;
  private final int category;
  private final Spacing spacing;
  private final Connectivity connectivity;
  private final Extent predictionExtent = new Extent();
  private final Extent truthExtent = new Extent();
  private long predicted;
  private long truth;
  private long intersection;
  private SurfaceDistances distances;

  /** Compares a class, with the surfaces that MedSegPy takes ({@link Connectivity#FACES}). */
  public MaskComparison(MaskVolume prediction, MaskVolume truth, int category, Spacing spacing) {
    this(prediction, truth, category, spacing, Connectivity.FACES);
  }

  /**
   * Compares a class.
   *
   * @param category index of the class in both masks
   * @param connectivity which neighbours decide what a surface is
   */
  public MaskComparison(
      MaskVolume prediction,
      MaskVolume truth,
      int category,
      Spacing spacing,
      Connectivity connectivity) {
    if (!prediction.shape().equals(truth.shape())) {
      throw new IllegalArgumentException(
          "Invalid comparison: prediction " + prediction.shape() + ", truth " + truth.shape());
    }
    this.predictionMask = prediction;
    this.truthMask = truth;
    this.category = category;
    this.spacing = spacing;
    this.connectivity = connectivity;
    countVoxels();
  }

  private void countVoxels() {
    long[] inPrediction = predictionMask.words(category);
    long[] inTruth = truthMask.words(category);
    int words = truthMask.wordsPerRow();
    int i = 0;
    for (int d = 0; d < truthMask.shape().get(2); d++) {
      for (int h = 0; h < truthMask.shape().get(0); h++) {
        for (int word = 0; word < words; word++, i++) {
          if ((inPrediction[i] | inTruth[i]) != 0) {
            countWord(inPrediction[i], inTruth[i], h, word, d);
          }
        }
      }
    }
  }

  private void countWord(long inPrediction, long inTruth, int h, int word, int d) {
    if (inPrediction != 0) {
      predicted += Long.bitCount(inPrediction);
      predictionExtent.include(h, word, d);
    }
    if (inTruth != 0) {
      truth += Long.bitCount(inTruth);
      truthExtent.include(h, word, d);
    }
    intersection += Long.bitCount(inPrediction & inTruth);
  }

  @Override
  public long predicted() {
    return predicted;
  }

  @Override
  public long truth() {
    return truth;
  }

  @Override
  public long intersection() {
    return intersection;
  }

  @Override
  public SurfaceDistances surfaceDistances() {
    if (distances == null && predicted > 0 && truth > 0) {
      Surface ofPrediction = Surface.of(predictionMask, category, predictionExtent, connectivity);
      Surface ofTruth = Surface.of(truthMask, category, truthExtent, connectivity);
      RowOffsets offsets = RowOffsets.of(spacing);
      distances =
          new SurfaceDistances(
              new DistanceSearch(ofTruth, spacing, offsets).from(ofPrediction),
              new DistanceSearch(ofPrediction, spacing, offsets).from(ofTruth));
    }
    return distances;
  }
}
