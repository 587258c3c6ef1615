package io.medseg.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Spacing;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskComparisonTest {
  private static final Spacing[] SPACINGS = {
    Spacing.UNIT,
    new Spacing(0.3125, 0.3125, 0.7),
    new Spacing(0.5, 0.4, 1.5),
    new Spacing(5, 0.1, 0.9),
    new Spacing(0.2, 3, 0.01)
  };

  @Test
  void countsVoxelsOfEachClass() {
    MaskVolume prediction = MaskVolume.empty(2, 70, 3, 2);
    MaskVolume truth = MaskVolume.empty(2, 70, 3, 2);
    prediction.set(0, 1, 0, 0);
    prediction.set(1, 69, 2, 1);
    prediction.set(1, 68, 2, 1);
    truth.set(1, 69, 2, 1);
    MaskComparison second = new MaskComparison(prediction, truth, 1, Spacing.UNIT);
    assertThat(second.predicted()).isEqualTo(2);
    assertThat(second.truth()).isEqualTo(1);
    assertThat(second.intersection()).isEqualTo(1);
    assertThat(new MaskComparison(prediction, truth, 0, Spacing.UNIT).truth()).isZero();
  }

  @Test
  void hasNoDistancesIfAMaskIsEmpty() {
    MaskVolume empty = MaskVolume.empty(3, 3, 3, 1);
    MaskVolume one = MaskVolume.empty(3, 3, 3, 1);
    one.set(1, 1, 1, 0);
    assertThat(new MaskComparison(empty, one, 0, Spacing.UNIT).surfaceDistances()).isNull();
    assertThat(new MaskComparison(one, empty, 0, Spacing.UNIT).surfaceDistances()).isNull();
    assertThat(new MaskComparison(empty, empty, 0, Spacing.UNIT).surfaceDistances()).isNull();
    assertThat(new MaskComparison(one, one, 0, Spacing.UNIT).surfaceDistances().truthToPrediction())
        .containsExactly(0);
  }

  @Test
  void searchesDistancesOnce() {
    MaskVolume mask = new RandomMasks(1).next(5, 5, 5);
    MaskComparison comparison = new MaskComparison(mask, mask, 0, Spacing.UNIT);
    assertThat(comparison.surfaceDistances()).isSameAs(comparison.surfaceDistances());
  }

  @Test
  void refusesMasksOfDifferentShapes() {
    assertThatThrownBy(
            () ->
                new MaskComparison(
                    MaskVolume.empty(2, 3, 4, 1), MaskVolume.empty(2, 3, 5, 1), 0, Spacing.UNIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid comparison: prediction 2x3x4, truth 2x3x5");
  }

  @Test
  void everyVoxelOfASingleSliceIsOnItsSurfaceAsInMedpy() {
    MaskVolume mask = MaskVolume.empty(4, 5, 1, 1);
    for (int h = 0; h < 4; h++) {
      for (int w = 0; w < 5; w++) {
        mask.set(h, w, 0, 0);
      }
    }
    SurfaceDistances distances = new MaskComparison(mask, mask, 0, Spacing.UNIT).surfaceDistances();
    assertThat(distances.truthToPrediction()).hasSize(20).containsOnly(0);
  }

  @Test
  void distancesAreThoseOfTheDefinition() {
    Random random = new Random(7);
    RandomMasks masks = new RandomMasks(8);
    for (int round = 0; round < 300; round++) {
      int height = 1 + random.nextInt(8);
      int width = 1 + random.nextInt(round % 5 == 0 ? 140 : 8);
      int depth = 1 + random.nextInt(6);
      MaskVolume prediction = masks.next(height, width, depth);
      MaskVolume truth = masks.next(height, width, depth);
      Spacing spacing = SPACINGS[round % SPACINGS.length];
      Connectivity connectivity = Connectivity.values()[random.nextInt(3)];
      SurfaceDistances found =
          new MaskComparison(prediction, truth, 0, spacing, connectivity).surfaceDistances();
      List<int[]> ofPrediction = BruteForce.surface(prediction, connectivity.ordinal() + 1);
      List<int[]> ofTruth = BruteForce.surface(truth, connectivity.ordinal() + 1);
      assertThat(found.predictionToTruth())
          .as("round %s", round)
          .containsExactly(BruteForce.distances(ofPrediction, ofTruth, spacing), within(1e-12));
      assertThat(found.truthToPrediction())
          .as("round %s", round)
          .containsExactly(BruteForce.distances(ofTruth, ofPrediction, spacing), within(1e-12));
    }
  }

  @Test
  void aLimitedSearchAndTheTransformBehindItAgree() {
    RandomMasks masks = new RandomMasks(9);
    for (int round = 0; round < 60; round++) {
      MaskVolume prediction = masks.next(9, round % 3 == 0 ? 100 : 10, 7);
      MaskVolume truth = masks.next(9, round % 3 == 0 ? 100 : 10, 7);
      Spacing spacing = SPACINGS[round % SPACINGS.length];
      Surface from = surface(prediction);
      Surface to = surface(truth);
      double[] all = new DistanceSearch(to, spacing, RowOffsets.about(1000, spacing)).from(from);
      for (int rows : new int[] {0, 1, 9}) {
        double[] limited =
            new DistanceSearch(to, spacing, RowOffsets.about(rows, spacing)).from(from);
        assertThat(limited).as("%s rows", rows).containsExactly(all, within(1e-12));
      }
    }
  }

  private static Surface surface(MaskVolume mask) {
    Extent whole = new Extent();
    whole.include(0, 0, 0);
    whole.include(mask.shape().get(0) - 1, mask.wordsPerRow() - 1, mask.shape().get(2) - 1);
    return Surface.of(mask, 0, whole, Connectivity.FACES);
  }
}
