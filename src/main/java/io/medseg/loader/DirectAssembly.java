package io.medseg.loader;

import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;

/** For windows that do not overlap: every block is final as it comes, nothing is held. */
final class DirectAssembly implements Assembly {
  private final Coverage coverage;
  private final PredictionSink sink;
  private final int classes;

  DirectAssembly(Coverage coverage, PredictionSink sink, int classes) {
    this.coverage = coverage;
    this.sink = sink;
    this.classes = classes;
  }

  @Override
  public void add(Element element, PredictionBlock block) {
    sink.accept(block);
  }

  @Override
  public void finish() {
    coverage.emitRest(sink, classes);
  }
}
