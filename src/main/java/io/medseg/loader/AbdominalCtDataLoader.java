package io.medseg.loader;

import io.medseg.experiment.Experiment;
import io.medseg.transform.Preprocessing;
import io.medseg.volume.Shape;
import java.util.List;

/**
 * MedSegPy's Abdominal_CT_DataLoader: one element per slice as {@link DefaultDataLoader}, but each
 * image is windowed first, then each of its channels is brought to zero mean and unit variance,
 * then come the other transforms of PREPROCESSING, which must have Windowing. x N x H x W x K for K
 * windows, y N x H x W x C, x raw N x H x W x 1 the image as it is in the file.
 *
 * <p>A channel that is the same everywhere becomes 0 (MedSegPy and parity: NaN). PRELOAD_DATA,
 * which MedSegPy wants to be True here, changes no number.
 */
public final class AbdominalCtDataLoader extends WindowLoader {
  private static final String NAME = "Abdominal_CT_DataLoader";
  private final List<Integer> imageSize;

  /** A loader for the slices of IMG_SIZE, (H, W, K). */
  public AbdominalCtDataLoader(Experiment experiment) {
    this(NAME, experiment, CtPreprocessing.of(NAME, experiment).all());
  }

  AbdominalCtDataLoader(String name, Experiment experiment, Preprocessing preprocessing) {
    super(experiment, WindowForm.SLICES, SlicePlacement.CENTRE, preprocessing);
    this.imageSize = DefaultDataLoader.sliceSize(name, experiment);
  }

  @Override
  PatchGrid grid(Shape image, Purpose purpose) {
    return SliceGrid.of(sliceAxis(), image, imageSize, 1);
  }
}
