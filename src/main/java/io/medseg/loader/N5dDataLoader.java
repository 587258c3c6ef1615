package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;

/**
 * One element per patch of n slices, which become the channels: x N x P1 x P2 x n, y N x P1 x P2 x
 * C of the middle slice. IMG_SIZE is (P1, P2, n), n odd.
 *
 * <p>Predictions go to the middle slice. An inference has a window around every slice, padded at
 * the ends of the scan, whatever padding and stride are given for D. With parity the windows are
 * MedSegPy's, and each prediction goes to every slice of its window and later ones overwrite it,
 * which shifts the result by n/2 slices; the truth is shifted in the same way, so that scores are
 * MedSegPy's.
 */
public final class N5dDataLoader extends WindowLoader {
  private final PatchRule rule;
  private final int slices;
  private final Parity parity;

  /** A loader for the patches of IMG_SIZE. */
  public N5dDataLoader(Experiment experiment) {
    super(
        experiment,
        WindowForm.SLICES,
        experiment.parity() == Parity.MEDSEGPY ? SlicePlacement.EVERY : SlicePlacement.CENTRE);
    this.slices = OddSlices.of("N5dDataLoader", experiment.imageSize());
    this.rule = PatchRule.of(experiment);
    this.parity = experiment.parity();
    if (parity == Parity.MEDSEGPY && experiment.sliceAxis() != 2) {
      throw new InputException(
          "Invalid SLICE_AXIS: %d: N5dDataLoader with MedSegPy's parity takes axis 2 only"
              .formatted(experiment.sliceAxis()));
    }
  }

  @Override
  PatchGrid grid(Shape image, Purpose purpose) {
    PatchGrid grid = rule.grid(image, purpose);
    if (rule.covers(purpose)) {
      return grid.withLast(AxisGrid.centred(image.get(2), slices));
    }
    if (purpose == Purpose.INFERENCE && parity == Parity.NONE) {
      // A middle slice beside the scan has nowhere to go.
      return grid.withLast(grid.last().withCentreInside());
    }
    return grid;
  }

  @Override
  public MaskVolume truth(ScanData scan) {
    MaskVolume truth = super.truth(scan);
    if (parity == Parity.NONE) {
      return truth;
    }
    AxisGrid windows = grid(scan.image().shape(), Purpose.INFERENCE).last();
    MaskVolume shifted =
        MaskVolume.empty(
            truth.shape().get(0), truth.shape().get(1), truth.shape().get(2), truth.classes());
    for (int i = 0; i < windows.count(); i++) {
      int middle = windows.starts()[i] + slices / 2;
      int centre = Math.max(0, Math.min(middle, truth.shape().get(2) - 1));
      copy(truth, centre, shifted, windows.clippedStart(i), windows.clippedStop(i));
    }
    return shifted;
  }

  private static void copy(MaskVolume from, int slice, MaskVolume to, int start, int stop) {
    int words = from.shape().get(0) * from.wordsPerRow();
    for (int c = 0; c < from.classes(); c++) {
      for (int d = start; d < stop; d++) {
        System.arraycopy(from.words(c), from.row(0, slice), to.words(c), to.row(0, d), words);
      }
    }
  }
}
