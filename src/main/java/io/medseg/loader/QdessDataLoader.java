package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import io.medseg.experiment.Experiment;
import io.medseg.transform.Preprocessing;
import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * MedSegPy's qDESSDataLoader: {@link PatchDataLoader} over scans of layout skm-tea, whose volumes
 * are normalised by the statistics of their files while they are read; so x before preprocessing is
 * normalised as well.
 *
 * <p>IMG_SIZE (512, 160, 1) means axial images: one patch (1, 512, 160) per row of scans of 512 x
 * 512 x 160, which is what SLICE_AXIS 0 cuts; x N x 512 x 160 x 1, y N x 512 x 160 x C. IMG_STRIDE
 * and IMG_PAD_SIZE are of the axes H, W, D as in MedSegPy. MedSegPy makes batches N x 1 x 512 x 160
 * of the same values in the same order, which its own models for this IMG_SIZE do not take. Scans
 * of another shape are left out of training; in an evaluation each is a failure in words, where
 * MedSegPy leaves it out. (SLICE_AXIS 0, where it is given, takes scans of any height.)
 */
public final class QdessDataLoader extends WindowLoader {
  private static final String NAME = "qDESSDataLoader";
  private static final List<Integer> AXIAL_IMAGE = List.of(512, 160, 1);
  private static final Shape AXIAL_SCAN = Shape.of(512, 512, 160);

  private final PatchRule rule;
  private final boolean axial;

  /** A loader for the patches of IMG_SIZE. */
  public QdessDataLoader(Experiment experiment) {
    this(experiment, preprocessing(experiment));
  }

  QdessDataLoader(Experiment experiment, Preprocessing preprocessing) {
    super(
        cut(experiment),
        PatchDataLoader.form(WindowSettings.of(cut(experiment))),
        SlicePlacement.CENTRE,
        preprocessing);
    this.axial = isAxial(experiment);
    this.rule = PatchRule.of(cut(experiment));
  }

  private static boolean isAxial(Experiment experiment) {
    return experiment.imageSize().equals(AXIAL_IMAGE) && SliceAxis.of(experiment) == SliceAxis.D;
  }

  /** The experiment, with axial images as slices along H. */
  private static Experiment cut(Experiment experiment) {
    if (!isAxial(experiment)) {
      return experiment;
    }
    Map<String, Object> values = new TreeMap<>(experiment.values());
    values.put("SLICE_AXIS", SliceAxis.H.ordinal());
    values.put("IMG_STRIDE", heightLast(experiment.imageStride()));
    values.put("IMG_PAD_SIZE", heightLast(experiment.imagePadSize()));
    return Experiment.of(values, experiment.parity());
  }

  private static List<Integer> heightLast(List<Integer> sizes) {
    List<Integer> moved = new ArrayList<>(sizes);
    Collections.rotate(moved, -1);
    return moved;
  }

  @Override
  PatchGrid grid(Shape image, Purpose purpose) {
    Shape volume = sliceAxis().toVolume(image);
    if (!axial || volume.equals(AXIAL_SCAN)) {
      return rule.grid(image, purpose);
    }
    if (purpose == Purpose.INFERENCE) {
      throw new InputException(
          "Cannot scatter a scan of %s: IMG_SIZE %s of %s takes axial patches (1, 512, 160) of scans of %s only"
              .formatted(volume, WindowSettings.show(AXIAL_IMAGE), NAME, AXIAL_SCAN));
    }
    AxisGrid none = new AxisGrid(image.get(2), 1, new int[0]);
    return rule.grid(image, purpose).withLast(none);
  }

  @Override
  public void check(Scan scan) {
    if (!(scan.source() instanceof ScanSource.NormalizedVolume)) {
      throw new InputException(
          "Cannot batch scan %s: %s takes scans of layout skm-tea, which are normalised by the statistics in their files, not %s; PatchDataLoader takes volumes as they are"
              .formatted(scan.scanId(), NAME, scan.source().location()));
    }
  }
}
