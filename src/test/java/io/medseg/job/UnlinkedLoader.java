package io.medseg.job;

import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.loader.Batch;
import io.medseg.loader.BatchForm;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Element;
import io.medseg.loader.Gatherer;
import io.medseg.loader.PatchDataLoader;
import io.medseg.loader.Purpose;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Shape;
import java.util.List;

/** For some scans it needs a class that is not there, as a loader whose library was forgotten. */
public final class UnlinkedLoader implements DataLoader {
  /** A scan that cannot be batched. */
  static final String NOT_BATCHED = Phantoms.id(2);

  /** Number of slices of a scan that cannot be scattered. */
  static final int NOT_SCATTERED = 6;

  private final DataLoader patches;

  /** Patches of the experiment. */
  public UnlinkedLoader(Experiment experiment) {
    patches = new PatchDataLoader(experiment);
  }

  private static void need() {
    throw new NoClassDefFoundError("com/example/Interpolation");
  }

  @Override
  public List<Element> scatter(ScanHeader scan, Purpose purpose) {
    if (scan.image().get(2) == NOT_SCATTERED) {
      need();
    }
    return patches.scatter(scan, purpose);
  }

  @Override
  public Shape inputShape(ScanHeader scan) {
    return patches.inputShape(scan);
  }

  @Override
  public int outputClasses() {
    return patches.outputClasses();
  }

  @Override
  public Batch batch(ScanData scan, List<Element> elements, BatchForm form) {
    if (scan.scan().scanId().equals(NOT_BATCHED)) {
      need();
    }
    return patches.batch(scan, elements, form);
  }

  @Override
  public Gatherer gatherer(ScanHeader scan, PredictionSink sink) {
    return patches.gatherer(scan, sink);
  }

  @Override
  public MaskVolume truth(ScanData scan) {
    return patches.truth(scan);
  }
}
