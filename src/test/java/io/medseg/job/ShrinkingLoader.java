package io.medseg.job;

import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.loader.Element;
import io.medseg.loader.PatchDataLoader;
import io.medseg.loader.PlainLoader;
import io.medseg.loader.Purpose;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds fewer elements when it is asked again, as if a file had changed in the meantime. */
public final class ShrinkingLoader extends PlainLoader {
  /** How often elements were asked for. */
  static final AtomicInteger ASKED = new AtomicInteger();

  /** Patches of the experiment. */
  public ShrinkingLoader(Experiment experiment) {
    super(new PatchDataLoader(experiment));
  }

  @Override
  public List<Element> scatter(ScanHeader scan, Purpose purpose) {
    List<Element> elements = super.scatter(scan, purpose);
    return elements.subList(0, elements.size() - ASKED.getAndIncrement());
  }
}
