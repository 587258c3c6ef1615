package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import java.util.List;

/** For windows that do not overlap: every block is final as it comes, nothing is held. */
final class DirectAssembly implements Assembly {
  private final PredictionSink sink;

  DirectAssembly(PredictionSink sink) {
    this.sink = sink;
  }

  @Override
  public void add(Element element, PredictionBlock block) {
    sink.accept(block);
  }

  @Override
  public List<SeamPart> finish() {
    return List.of();
  }
}
