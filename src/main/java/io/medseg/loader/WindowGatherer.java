package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.transform.Preprocessing;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.List;

/**
 * Puts the predictions of windows back: undoes the transforms that move voxels, crops the padding
 * off and finds the place in the volume; an {@link Assembly} makes one value per voxel of them.
 */
final class WindowGatherer implements RangeGatherer {
  private final Preprocessing preprocessing;
  private final WindowForm form;
  private final SlicePlacement placement;
  private final int classes;
  private final ElementRange range;
  private final Coverage coverage;
  private final Assembly assembly;
  private final PredictionSink sink;
  private int next;
  private Seams seams;

  /**
   * @param range the elements to come; with the first of a scan go the voxels in no window
   * @param sink the one that the assembly hands blocks to
   */
  WindowGatherer(
      Preprocessing preprocessing,
      WindowForm form,
      SlicePlacement placement,
      int classes,
      ElementRange range,
      Coverage coverage,
      Assembly assembly,
      PredictionSink sink) {
    this.preprocessing = preprocessing;
    this.form = form;
    this.placement = placement;
    this.classes = classes;
    this.range = range;
    this.coverage = coverage;
    this.assembly = assembly;
    this.sink = sink;
    this.next = range.from();
  }

  @Override
  public void add(List<Element> elements, Tensor predictions) {
    if (elements.isEmpty()) {
      return;
    }
    Shape window = WindowLoader.window(elements.get(0));
    checkShape(elements.size(), window, predictions.shape());
    Tensor values = preprocessing.invert(predictions);
    for (int n = 0; n < elements.size(); n++) {
      Element element = elements.get(n);
      if (element.index() != next) {
        throw new IllegalStateException(
            "Element " + element.index() + " of a scan came where " + next + " was expected");
      }
      next++;
      assembly.add(element, block(element, window, values.data(), n));
    }
  }

  private void checkShape(int count, Shape window, Shape found) {
    Shape one = form.output(window, classes);
    if (!found.equals(one.prepend(count))) {
      throw new InputException(
          "Cannot gather predictions of shape %s: %s is expected, %d windows of %s with %d classes"
              .formatted(found, one.prepend(count), count, window, classes));
    }
  }

  private PredictionBlock block(Element element, Shape window, float[] values, int n) {
    int depth = form.outputDepth(window);
    int strideW = depth * classes;
    int strideH = window.get(1) * strideW;
    int offset =
        n * window.get(0) * strideH
            + element.padding().low(0) * strideH
            + element.padding().low(1) * strideW;
    if (form == WindowForm.SLICES) {
      return new PredictionBlock(
          slices(element, window), values, offset, strideH, strideW, 0, classes);
    }
    int from = offset + element.padding().low(2) * classes;
    return new PredictionBlock(element.region(), values, from, strideH, strideW, classes, classes);
  }

  private Region slices(Element element, Shape window) {
    Region region = element.region();
    if (placement == SlicePlacement.EVERY) {
      return region;
    }
    int centre = region.start(2) - element.padding().low(2) + window.get(2) / 2;
    return Region.of(
        new int[] {region.start(0), region.start(1), centre},
        new int[] {region.stop(0), region.stop(1), centre + 1});
  }

  @Override
  public MaskVolume finish() {
    if (next != range.to()) {
      throw new IllegalStateException(
          "Only "
              + (next - range.from())
              + " of the "
              + range.count()
              + " elements of a scan were predicted");
    }
    seams = new Seams(range, assembly.finish());
    if (range.from() == 0) {
      coverage.emitRest(sink, classes);
    }
    return coverage.mask();
  }

  @Override
  public Seams seams() {
    if (seams == null) {
      throw new IllegalStateException("Seams are known after finish");
    }
    return seams;
  }
}
