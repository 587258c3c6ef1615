package io.medseg.loader;

import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Shape;
import java.util.List;

/** A loader that does only what it must, by means of another one, as one from outside may. */
public class PlainLoader implements DataLoader {
  private final DataLoader loader;

  /** Does what this one does. */
  public PlainLoader(DataLoader loader) {
    this.loader = loader;
  }

  @Override
  public List<Element> scatter(ScanHeader scan, Purpose purpose) {
    return loader.scatter(scan, purpose);
  }

  @Override
  public Shape inputShape(ScanHeader scan) {
    return loader.inputShape(scan);
  }

  @Override
  public int outputClasses() {
    return loader.outputClasses();
  }

  @Override
  public Batch batch(ScanData scan, List<Element> elements, BatchForm form) {
    return loader.batch(scan, elements, form);
  }

  @Override
  public void checkElementwise(ScanHeader scan) {
    loader.checkElementwise(scan);
  }

  @Override
  public Gatherer gatherer(ScanHeader scan, PredictionSink sink) {
    return loader.gatherer(scan, sink);
  }

  @Override
  public MaskVolume truth(ScanData scan) {
    return loader.truth(scan);
  }
}
