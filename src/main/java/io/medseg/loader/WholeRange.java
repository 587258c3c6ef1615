package io.medseg.loader;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Tensor;
import java.util.List;

/** The range of all elements of a scan, gathered by a loader that knows no other. */
final class WholeRange implements RangeGatherer {
  private final ElementRange range;
  private final Gatherer gatherer;
  private boolean isFinished;

  WholeRange(ElementRange range, Gatherer gatherer) {
    this.range = range;
    this.gatherer = gatherer;
  }

  @Override
  public void add(List<Element> elements, Tensor predictions) {
    gatherer.add(elements, predictions);
  }

  @Override
  public MaskVolume finish() {
    isFinished = true;
    return gatherer.finish();
  }

  @Override
  public Seams seams() {
    if (!isFinished) {
      throw new IllegalStateException("Seams are known after finish");
    }
    return new Seams(range, List.of());
  }
}
