package io.medseg.job;

import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.loader.Batch;
import io.medseg.loader.BatchForm;
import io.medseg.loader.Element;
import io.medseg.loader.PatchDataLoader;
import io.medseg.loader.PlainLoader;
import io.medseg.loader.Purpose;
import java.util.List;

/** For some scans it needs a class that is not there, as a loader whose library was forgotten. */
public final class UnlinkedLoader extends PlainLoader {
  /** A scan that cannot be batched. */
  static final String NOT_BATCHED = Phantoms.id(2);

  /** Number of slices of a scan that cannot be scattered. */
  static final int NOT_SCATTERED = 6;

  /** Patches of the experiment. */
  public UnlinkedLoader(Experiment experiment) {
    super(new PatchDataLoader(experiment));
  }

  private static void need() {
    throw new NoClassDefFoundError("com/example/Interpolation");
  }

  @Override
  public List<Element> scatter(ScanHeader scan, Purpose purpose) {
    if (scan.image().get(2) == NOT_SCATTERED) {
      need();
    }
    return super.scatter(scan, purpose);
  }

  @Override
  public Batch batch(ScanData scan, List<Element> elements, BatchForm form) {
    if (scan.scan().scanId().equals(NOT_BATCHED)) {
      need();
    }
    return super.batch(scan, elements, form);
  }
}
