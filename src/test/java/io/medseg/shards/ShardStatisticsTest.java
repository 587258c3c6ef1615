package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardStatisticsTest {
  private static ShardStatistics of(ElementRecord... elements) {
    ShardStatistics statistics = new ShardStatistics();
    Arrays.stream(elements).forEach(statistics::add);
    return statistics;
  }

  private static ElementRecord element(ArrayBytes x, ArrayBytes y) {
    return new ElementRecord("a", 0, x, y, null);
  }

  private static ElementRecord zeros(int... lengths) {
    Shape shape = Shape.of(lengths);
    return Elements.bare(Elements.floats(shape, new float[(int) shape.elements()]));
  }

  private static List<Long> counts(ShardStatistics statistics) {
    return statistics.channels().stream().map(ChannelStatistics::count).toList();
  }

  @Test
  void channelsAreTheLastAxis() {
    ShardStatistics statistics = of(Elements.bare(Elements.floats(Shape.of(2, 2), 1, 10, 2, 20)));

    assertThat(statistics.channels())
        .extracting(ChannelStatistics::mean)
        .containsExactly(1.5, 15.0);
    assertThat(counts(of(zeros(2, 16))))
        .containsExactly(Arrays.stream(new long[16]).map(n -> 2).boxed().toArray(Long[]::new));
  }

  @Test
  void anAxisThatIsLongIsNone() {
    assertThat(counts(of(zeros(2, 17)))).containsExactly(34L);
  }

  @Test
  void withAMaskOfOneAxisMoreThereIsNone() {
    ArrayBytes x = Elements.floats(Shape.of(2, 2), 1, 2, 3, 4);
    ArrayBytes y = Elements.masks(Shape.of(2, 2, 1), 1, 1, 0, 0);

    assertThat(counts(of(element(x, y)))).containsExactly(4L);
  }

  /** Without channels in the input and without masks the depth is taken for channels. */
  @Test
  void elementsThatDifferInChannelsHaveOne() {
    ElementRecord three = Elements.bare(Elements.floats(Shape.of(1, 3), 1, 2, 3));
    ElementRecord two = Elements.bare(Elements.floats(Shape.of(1, 2), 4, 5));

    for (List<ElementRecord> order :
        List.of(List.of(three, two, three), List.of(two, three, three))) {
      ShardStatistics together = of(order.toArray(ElementRecord[]::new));
      assertThat(counts(together)).containsExactly(8L);
      assertThat(together.channels().get(0).mean()).isEqualTo(21 / 8.0);
      ShardStatistics merged = new ShardStatistics();
      order.forEach(element -> merged.add(of(element)));
      merged.add(new ShardStatistics());
      assertThat(counts(merged)).containsExactly(8L);
      assertThat(merged.channels().get(0).most()).isEqualTo(5);
    }
  }

  @Test
  void classesAreCounted() {
    ArrayBytes x = Elements.floats(Shape.of(2, 1), 0, 0);
    ElementRecord one = element(x, Elements.masks(Shape.of(2, 3), 1, 0, 1, 1, 0, 0));
    ElementRecord other = element(x, Elements.masks(Shape.of(2, 3), 1, 0, 0, 0, 0, 0));

    ShardStatistics merged = of(one);
    merged.add(of(other));

    for (ShardStatistics statistics : List.of(of(one, other), merged)) {
      assertThat(statistics.classes())
          .containsExactly(
              new ClassFrequency(3, 2), new ClassFrequency(0, 0), new ClassFrequency(1, 1));
      assertThat(statistics.maskVoxels()).isEqualTo(4);
      assertThat(statistics.elements()).isEqualTo(2);
    }
  }

  @Test
  void imagesHaveNoClasses() {
    ArrayBytes x = Elements.floats(Shape.of(2, 1), 0, 1);

    assertThat(of(element(x, x)).classes()).isEmpty();
    assertThat(of(element(x, x)).maskVoxels()).isZero();
  }

  @Test
  void shapesHaveNoLengthWhereElementsDiffer() {
    ShardStatistics statistics = of(zeros(4, 5, 1), zeros(4, 6, 1), zeros(4, 5, 1));

    assertThat(statistics.shapes().get(0).json())
        .containsEntry("dtype", "float32")
        .containsEntry("shape", Arrays.asList(4, null, 1));
    assertThat(statistics.shapes().get(1).json()).isNull();
    ShardStatistics other = of(zeros(3, 5, 1));
    other.addShapes(statistics);
    assertThat(other.shapes().get(0).json()).containsEntry("shape", Arrays.asList(null, null, 1));
    assertThat(other.elements()).isEqualTo(1);
    assertThat(of(zeros(4, 5), zeros(4, 5, 1)).shapes().get(0).json())
        .containsEntry("shape", List.of());
  }

  @Test
  void withoutIntensitiesTheRestStays() {
    ShardStatistics statistics = of(Elements.random(0, 2, new Random(1)));

    ShardStatistics without = statistics.withoutIntensities();

    assertThat(without.channels()).isEmpty();
    assertThat(without.elements()).isEqualTo(1);
    assertThat(without.classes()).isEqualTo(statistics.classes());
    assertThat(without.maskVoxels()).isEqualTo(6);
    assertThat(without.shapes().get(2).json()).isEqualTo(statistics.shapes().get(2).json());
  }
}
