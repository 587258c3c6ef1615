package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.medseg.dataset.ScanData;
import io.medseg.experiment.Parity;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random predictions of overlapping windows against sums that are taken voxel by voxel. */
class WindowGathererTest {
  private final ScanData scan = TestScans.random("s1", 9, 8, 7, 3, 5);
  private final Shape image = scan.image().shape();

  private DataLoader loader(String blending, Object... more) {
    Object[] all = Arrays.copyOf(more, more.length + 4);
    all[more.length] = "BLENDING";
    all[more.length + 1] = blending;
    all[more.length + 2] = "TAG";
    all[more.length + 3] = "PatchDataLoader";
    return TestScans.loader(all);
  }

  private DataLoader overlapping(String blending) {
    return loader(
        blending,
        "IMG_SIZE",
        List.of(4, 5, 3, 1),
        "IMG_STRIDE",
        List.of(3, 2, 2),
        "IMG_PAD_SIZE",
        List.of(1, 0, 1));
  }

  private static Tensor random(int count, Random random) {
    Tensor tensor = Tensor.zeros(Shape.of(count, 4, 5, 3, 2));
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = random.nextFloat();
    }
    return tensor;
  }

  private PredictionVolume gather(DataLoader loader, List<Element> elements, List<Tensor> each) {
    PredictionVolume volume = new PredictionVolume(image, 2);
    Gatherer gatherer = loader.gatherer(TestScans.header(scan), volume);
    for (int i = 0; i < elements.size(); i++) {
      gatherer.add(elements.subList(i, i + 1), each.get(i));
    }
    assertThat(gatherer.finish()).isNull();
    volume.assertEachVoxelOnce();
    return volume;
  }

  @ParameterizedTest
  @ValueSource(strings = {"last", "average", "gaussian", "hann", "auto"})
  void blendsAsTheDefinitionSays(String blending) {
    DataLoader loader = overlapping(blending);
    List<Element> elements = loader.scatter(TestScans.header(scan), Purpose.INFERENCE);
    Random random = new Random(11);
    List<Tensor> predictions = new ArrayList<>();
    elements.forEach(element -> predictions.add(random(1, random)));
    PredictionVolume volume = gather(loader, elements, predictions);
    for (int h = 0; h < image.get(0); h++) {
      for (int w = 0; w < image.get(1); w++) {
        for (int d = 0; d < image.get(2); d++) {
          for (int c = 0; c < 2; c++) {
            double expected = naive(blending, elements, predictions, new int[] {h, w, d}, c);
            assertThat((double) volume.get(h, w, d, c)).isEqualTo(expected, within(2e-6));
          }
        }
      }
    }
  }

  private static double naive(
      String blending, List<Element> elements, List<Tensor> predictions, int[] voxel, int c) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      int[] at = new int[3];
      boolean isInside = true;
      double weight = 1;
      int[] window = {4, 5, 3};
      for (int axis = 0; axis < 3; axis++) {
        int start = element.region().start(axis) - element.padding().low(axis);
        at[axis] = voxel[axis] - start;
        isInside &= at[axis] >= 0 && at[axis] < window[axis];
        weight *= weight(blending, at[axis], window[axis]);
      }
      if (isInside) {
        weight = blending.equals("hann") ? weight : Math.max(weight, 1e-3);
        double p = predictions.get(i).data()[((at[0] * 5 + at[1]) * 3 + at[2]) * 2 + c];
        sum = blending.equals("last") ? p : sum + weight * p;
        total = blending.equals("last") ? 1 : total + weight;
      }
    }
    return sum / total;
  }

  private static double weight(String blending, int i, int length) {
    double x = i - (length - 1) / 2.0;
    return switch (blending) {
      case "gaussian", "auto" -> Math.exp(-x * x / (2 * Math.pow(length / 8.0, 2)));
      case "hann" -> Math.pow(Math.sin(Math.PI * (i + 1) / (length + 1)), 2);
      default -> 1;
    };
  }

  /** So that no decision at p > 0.5, and no tie between classes, depends on how windows overlap. */
  @Test
  void givesEqualPredictionsBackUnchanged() {
    for (String blending : List.of("average", "gaussian", "hann")) {
      DataLoader loader = overlapping(blending);
      List<Element> elements = loader.scatter(TestScans.header(scan), Purpose.INFERENCE);
      List<Tensor> halves = new ArrayList<>();
      for (int i = 0; i < elements.size(); i++) {
        Tensor half = Tensor.zeros(Shape.of(1, 4, 5, 3, 2));
        Arrays.fill(half.data(), 0.5f);
        halves.add(half);
      }
      assertThat(gather(loader, elements, halves).values()).containsOnly(0.5f);
    }
  }

  @Test
  void givesTheSameBitsForAnyBatchSize() {
    DataLoader loader = overlapping("gaussian");
    List<Element> elements = loader.scatter(TestScans.header(scan), Purpose.INFERENCE);
    Tensor all = random(elements.size(), new Random(3));
    int size = all.data().length / elements.size();
    PredictionVolume together = new PredictionVolume(image, 2);
    Gatherer gatherer = loader.gatherer(TestScans.header(scan), together);
    gatherer.add(elements, new Tensor(all.shape(), all.data().clone()));
    gatherer.finish();
    List<Tensor> single = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      float[] data = Arrays.copyOfRange(all.data(), i * size, (i + 1) * size);
      single.add(new Tensor(Shape.of(1, 4, 5, 3, 2), data));
    }
    assertThat(gather(loader, elements, single).values()).containsExactly(together.values());
  }

  @Test
  void handsDisjointWindowsOnAtOnce() {
    DataLoader loader =
        loader("auto", "IMG_SIZE", List.of(3, 8, 7, 1), "IMG_STRIDE", List.of(3, 8, 7));
    List<Element> elements = loader.scatter(TestScans.header(scan), Purpose.INFERENCE);
    assertThat(elements).hasSize(3);
    List<Shape> blocks = new ArrayList<>();
    Gatherer gatherer =
        loader.gatherer(TestScans.header(scan), block -> blocks.add(block.region().shape()));
    gatherer.add(elements.subList(0, 1), Tensor.zeros(Shape.of(1, 3, 8, 7, 2)));
    assertThat(blocks).containsExactly(Shape.of(3, 8, 7));
  }

  @Test
  void refusesElementsOutOfOrder() {
    DataLoader loader = overlapping("last");
    List<Element> elements = loader.scatter(TestScans.header(scan), Purpose.INFERENCE);
    Gatherer gatherer = loader.gatherer(TestScans.header(scan), block -> {});
    assertThatThrownBy(() -> gatherer.add(elements.subList(1, 2), random(1, new Random(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Element 1 of a scan came where 0 was expected");
  }

  @Test
  void lastWinsWithParity() {
    DataLoader own = overlapping("last");
    DataLoader reference =
        DataLoaders.create(
            TestScans.experiment(
                Parity.MEDSEGPY,
                "TAG",
                "PatchDataLoader",
                "GRID",
                "cover",
                "IMG_SIZE",
                List.of(4, 5, 3, 1),
                "IMG_STRIDE",
                List.of(3, 2, 2),
                "IMG_PAD_SIZE",
                List.of(1, 0, 1)));
    List<Element> elements = own.scatter(TestScans.header(scan), Purpose.INFERENCE);
    assertThat(reference.scatter(TestScans.header(scan), Purpose.INFERENCE)).isEqualTo(elements);
    Random random = new Random(5);
    List<Tensor> predictions = new ArrayList<>();
    elements.forEach(element -> predictions.add(random(1, random)));
    assertThat(gather(reference, elements, predictions).values())
        .containsExactly(gather(own, elements, predictions).values());
  }
}
