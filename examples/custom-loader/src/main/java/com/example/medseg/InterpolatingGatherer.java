package com.example.medseg;

import io.medseg.InputException;
import io.medseg.loader.Element;
import io.medseg.loader.Gatherer;
import io.medseg.transform.Preprocessing;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a whole scan of the predictions of slices 0, 2, 4, ...: a slice between two of them is
 * their mean, value by value; a last slice that no other follows is as the one before it. Holds one
 * slice.
 */
final class InterpolatingGatherer implements Gatherer {
  private final Shape image;
  private final int classes;
  private final Preprocessing preprocessing;
  private final PredictionSink sink;
  private int next;
  private float[] before;

  InterpolatingGatherer(
      Shape image, int classes, Preprocessing preprocessing, PredictionSink sink) {
    this.image = image;
    this.classes = classes;
    this.preprocessing = preprocessing;
    this.sink = sink;
  }

  @Override
  public void add(List<Element> elements, Tensor predictions) {
    Shape expected = Shape.of(elements.size(), image.get(0), image.get(1), classes);
    if (!predictions.shape().equals(expected)) {
      throw new InputException(
          "Cannot gather predictions of shape %s: %s is expected"
              .formatted(predictions.shape(), expected));
    }
    float[] values = preprocessing.invert(predictions).data();
    int size = image.get(0) * image.get(1) * classes;
    for (int n = 0; n < elements.size(); n++) {
      // A copy: the array of a batch is used again.
      add(elements.get(n), Arrays.copyOfRange(values, n * size, (n + 1) * size));
    }
  }

  private void add(Element element, float[] slice) {
    if (element.index() != next) {
      throw new IllegalStateException(
          "Element %d of a scan came where %d was expected".formatted(element.index(), next));
    }
    int d = element.region().start(2);
    if (before != null) {
      handOn(d - 1, mean(before, slice));
    }
    handOn(d, slice);
    before = slice;
    next++;
  }

  private static float[] mean(float[] first, float[] second) {
    float[] mean = new float[first.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (first[i] + second[i]) / 2;
    }
    return mean;
  }

  private void handOn(int d, float[] slice) {
    int[] start = {0, 0, d};
    int[] stop = {image.get(0), image.get(1), d + 1};
    int row = image.get(1) * classes;
    sink.accept(new PredictionBlock(Region.of(start, stop), slice, 0, row, classes, row, classes));
  }

  @Override
  public MaskVolume finish() {
    int depth = image.get(2);
    int count = (depth + 1) / AlternateSlicesLoader.STEP;
    if (next != count) {
      throw new IllegalStateException(
          "Only %d of the %d elements of a scan were predicted".formatted(next, count));
    }
    if (depth % AlternateSlicesLoader.STEP == 0) {
      handOn(depth - 1, before);
    }
    return null;
  }
}
