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
import java.util.concurrent.atomic.AtomicInteger;

/** Finds fewer elements when it is asked again, as if a file had changed in the meantime. */
public final class ShrinkingLoader implements DataLoader {
  /** How often elements were asked for. */
  static final AtomicInteger ASKED = new AtomicInteger();

  private final DataLoader patches;

  /** Patches of the experiment. */
  public ShrinkingLoader(Experiment experiment) {
    patches = new PatchDataLoader(experiment);
  }

  @Override
  public List<Element> scatter(ScanHeader scan, Purpose purpose) {
    List<Element> elements = patches.scatter(scan, purpose);
    return elements.subList(0, elements.size() - ASKED.getAndIncrement());
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
