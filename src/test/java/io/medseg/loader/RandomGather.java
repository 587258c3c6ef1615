package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A small scan, a loader with random windows for it and random predictions of all of them.
 *
 * @param predictions one for each element
 */
record RandomGather(
    Experiment experiment,
    DataLoader loader,
    ScanHeader scan,
    List<Element> elements,
    List<Tensor> predictions) {
  private static final int CLASSES = 2;

  /** The windows of a seed; no elements where MedSegPy's strides reach nothing. */
  static RandomGather of(long seed) {
    Random random = new Random(seed);
    Shape image = Shape.of(3 + random.nextInt(9), 3 + random.nextInt(9), 3 + random.nextInt(9));
    String[] blendings = {"average", "gaussian", "hann", "crop", "last"};
    boolean isN5d = random.nextInt(5) == 0;
    boolean isSlices = isN5d || random.nextInt(4) == 0;
    List<Integer> size = new ArrayList<>();
    List<Integer> stride = new ArrayList<>();
    List<Integer> pad = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) {
      int window = axis == 2 && isSlices ? (isN5d ? 3 : 1) : 1 + random.nextInt(6);
      size.add(window);
      stride.add(1 + random.nextInt(window + (random.nextInt(4) == 0 ? 2 : 0)));
      pad.add(axis == 2 && isSlices ? 0 : random.nextInt(window));
    }
    if (!isSlices) {
      size.add(1);
    }
    Experiment experiment =
        TestScans.experiment(
            Parity.NONE,
            "TAG",
            isN5d ? "N5dDataLoader" : "PatchDataLoader",
            "IMG_SIZE",
            size,
            "IMG_STRIDE",
            stride,
            "IMG_PAD_SIZE",
            pad,
            "SLICE_AXIS",
            random.nextInt(3),
            "GRID",
            random.nextInt(3) == 0 ? "medsegpy" : "cover",
            "BLENDING",
            blendings[random.nextInt(blendings.length)]);
    DataLoader loader = DataLoaders.create(experiment);
    ScanHeader scan = new ScanHeader(image, 3);
    List<Element> elements = List.of();
    if (loader.ranges(scan, 1).get(0).count() > 0) {
      elements = loader.scatter(scan, Purpose.INFERENCE);
    }
    return new RandomGather(
        experiment, loader, scan, elements, predictions(elements, isSlices, random));
  }

  private static List<Tensor> predictions(List<Element> elements, boolean isSlices, Random random) {
    List<Tensor> predictions = new ArrayList<>();
    for (Element element : elements) {
      int[] window = WindowLoader.window(element).toArray();
      Tensor one =
          Tensor.zeros(
              isSlices
                  ? Shape.of(1, window[0], window[1], CLASSES)
                  : Shape.of(1, window[0], window[1], window[2], CLASSES));
      for (int i = 0; i < one.data().length; i++) {
        one.data()[i] = random.nextFloat();
      }
      predictions.add(one);
    }
    return predictions;
  }

  Blending blending() {
    return Blending.of(experiment);
  }

  PredictionVolume volume() {
    return new PredictionVolume(scan.image(), CLASSES);
  }

  /** Adds the predictions of a range, a random number of elements at a time. */
  void add(Gatherer gatherer, ElementRange range, Random random) {
    int from = range.from();
    while (from < range.to()) {
      int to = Math.min(range.to(), from + 1 + random.nextInt(4));
      List<Tensor> some = predictions.subList(from, to);
      int[] lengths = some.get(0).shape().toArray();
      lengths[0] = to - from;
      Tensor together = Tensor.zeros(Shape.of(lengths));
      int size = some.get(0).data().length;
      for (int i = 0; i < some.size(); i++) {
        System.arraycopy(some.get(i).data(), 0, together.data(), i * size, size);
      }
      gatherer.add(elements.subList(from, to), together);
      from = to;
    }
  }

  /** Compares with means that are taken window by window, each voxel by itself. */
  void compareWithDefinition(PredictionVolume volume) {
    Shape image = scan.image();
    int voxels = Math.toIntExact(image.elements());
    double[] sums = new double[voxels * CLASSES];
    double[] totals = new double[voxels];
    for (int n = 0; n < elements.size(); n++) {
      addByDefinition(elements.get(n), predictions.get(n), sums, totals);
    }
    for (int i = 0; i < voxels * CLASSES; i++) {
      double mean = totals[i / CLASSES] == 0 ? 0 : sums[i] / totals[i / CLASSES];
      assertThat((double) volume.values()[i]).as("%d", i).isEqualTo(mean, within(2e-6));
    }
  }

  private void addByDefinition(Element element, Tensor prediction, double[] sums, double[] totals) {
    SliceAxis axes = SliceAxis.of(experiment);
    Shape window = WindowLoader.window(element);
    boolean isSlices = prediction.shape().rank() == 4;
    double sigma = experiment.blendingSigma();
    float[] third = isSlices ? new float[] {1} : blending().weights(window.get(2), sigma);
    int[] seen = new int[3];
    int source = 0;
    for (int i = 0; i < window.get(0); i++) {
      for (int j = 0; j < window.get(1); j++) {
        for (int k = 0; k < third.length; k++, source += CLASSES) {
          seen[0] = element.region().start(0) - element.padding().low(0) + i;
          seen[1] = element.region().start(1) - element.padding().low(1) + j;
          seen[2] = element.region().start(2) - element.padding().low(2) + k;
          seen[2] += isSlices ? window.get(2) / 2 : 0;
          int voxel = voxel(axes, seen);
          if (voxel >= 0) {
            double weight =
                blending()
                    .weight(
                        blending().weights(window.get(0), sigma)[i]
                            * blending().weights(window.get(1), sigma)[j]
                            * third[k]);
            totals[voxel] += weight;
            for (int c = 0; c < CLASSES; c++) {
              sums[voxel * CLASSES + c] += weight * prediction.data()[source + c];
            }
          }
        }
      }
    }
  }

  private int voxel(SliceAxis axes, int[] seen) {
    int voxel = 0;
    for (int axis = 0; axis < 3; axis++) {
      int i = seen[axes.position(axis)];
      if (i < 0 || i >= scan.image().get(axis)) {
        return -1;
      }
      voxel = voxel * scan.image().get(axis) + i;
    }
    return voxel;
  }
}
