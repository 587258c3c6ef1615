package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.medseg.volume.Shape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Percentiles and moments of random values against sorting and against exact arithmetic. */
class QuantilesTest {
  private static final int SEEDS = 12;

  /** Kinds of values by name. */
  private static final Map<String, Values> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("gaussian", Random::nextGaussian);
    KINDS.put("few", random -> random.nextInt(7) - 3);
    KINDS.put("zeros of both signs", random -> random.nextBoolean() ? -0.0 : 0.0);
    KINDS.put("constant", random -> -4.25);
    KINDS.put("any finite", QuantilesTest::anyFinite);
    KINDS.put("close to a million", random -> 1e6 + random.nextInt(3) - 1);
    KINDS.put("with infinities", QuantilesTest::perhapsInfinite);
  }

  private interface Values {
    double next(Random random);
  }

  private static double anyFinite(Random random) {
    float value = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(value) ? value : random.nextFloat();
  }

  private static double perhapsInfinite(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Double.POSITIVE_INFINITY;
      case 1 -> Double.NEGATIVE_INFINITY;
      default -> random.nextFloat();
    };
  }

  private static float[] draw(Values values, int count, Random random) {
    float[] drawn = new float[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (float) values.next(random);
    }
    return drawn;
  }

  @TestFactory
  Stream<DynamicTest> asSortingSays() {
    return KINDS.entrySet().stream()
        .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> check(kind.getValue())));
  }

  private static void check(Values values) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int channels = 1 + random.nextInt(2);
      float[] all = draw(values, channels * (seed == 0 ? 1 : 1 + random.nextInt(500)), random);
      List<ElementRecord> elements = cut(all, channels, random);
      List<ShardStatistics> shards = shards(elements, random);
      ShardStatistics merged = new ShardStatistics();
      shards.forEach(merged::add);
      Quantiles.Counts counts = secondPass(merged, elements, random);
      for (int channel = 0; channel < channels; channel++) {
        assertPercentiles(
            counts.percentiles(channel, merged.channels().get(channel)),
            sorted(all, channel, channels));
        assertMoments(merged.channels().get(channel), sorted(all, channel, channels));
      }
    }
  }

  /** Elements of random lengths. */
  private static List<ElementRecord> cut(float[] all, int channels, Random random) {
    List<ElementRecord> elements = new ArrayList<>();
    int from = 0;
    while (from < all.length) {
      int rows = Math.min((all.length - from) / channels, 1 + random.nextInt(100));
      elements.add(Elements.bare(ArrayBytes.floats(Shape.of(rows, channels), all, from)));
      from += rows * channels;
    }
    return elements;
  }

  private static List<ShardStatistics> shards(List<ElementRecord> elements, Random random) {
    List<ShardStatistics> shards = new ArrayList<>(List.of(new ShardStatistics()));
    for (ElementRecord element : elements) {
      if (random.nextInt(3) == 0) {
        shards.add(new ShardStatistics());
      }
      shards.get(shards.size() - 1).add(element);
    }
    return shards;
  }

  private static Quantiles.Counts secondPass(
      ShardStatistics merged, List<ElementRecord> elements, Random random) {
    Quantiles.Wanted wanted = Quantiles.Wanted.of(merged.channels());
    Quantiles.Counts counts = Quantiles.Counts.none(wanted);
    int cut = random.nextInt(elements.size() + 1);
    counts.add(counted(wanted, elements.subList(0, cut)));
    return counts.add(counted(wanted, elements.subList(cut, elements.size())));
  }

  private static Quantiles.Counts counted(Quantiles.Wanted wanted, List<ElementRecord> elements) {
    LowerHalfCounter counter = new LowerHalfCounter(wanted);
    var inputs = elements.iterator();
    try {
      counter.addAll(() -> inputs.hasNext() ? FloatBytes.of(inputs.next().x()) : null);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return counter.counts();
  }

  private static float[] sorted(float[] all, int channel, int channels) {
    float[] values = new float[all.length / channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = all[i * channels + channel];
    }
    Arrays.sort(values);
    return values;
  }

  private static void assertPercentiles(Map<String, Double> percentiles, float[] sorted) {
    assertThat(percentiles).containsOnlyKeys(Quantiles.PERCENTS);
    percentiles.forEach(
        (percent, value) -> {
          double place = Double.parseDouble(percent) / 100 * (sorted.length - 1);
          double low = sorted[(int) Math.floor(place)];
          double high = sorted[(int) Math.ceil(place)];
          if (low == high) {
            assertThat(value).isEqualTo(low);
          } else if (Double.isFinite(high - low)) {
            double exact = low + (high - low) * (place - Math.floor(place));
            assertThat(value)
                .isBetween(low, high)
                .isCloseTo(exact, within(4 * Math.ulp(Math.max(-low, high))));
          }
        });
  }

  private static void assertMoments(ChannelStatistics channel, float[] sorted) {
    assertThat(channel.count()).isEqualTo(sorted.length);
    assertThat(channel.least()).isEqualTo(sorted[0]);
    assertThat(channel.most()).isEqualTo(sorted[sorted.length - 1]);
    if (Float.isInfinite(sorted[0]) || Float.isInfinite(sorted[sorted.length - 1])) {
      assertThat(channel.mean())
          .isEqualTo(Double.valueOf((double) sorted[0] + sorted[sorted.length - 1]));
      assertThat(channel.deviation()).isNaN();
      return;
    }
    BigDecimal count = BigDecimal.valueOf(sorted.length);
    BigDecimal sum = BigDecimal.ZERO;
    for (float value : sorted) {
      sum = sum.add(new BigDecimal(value));
    }
    BigDecimal mean = sum.divide(count, MathContext.DECIMAL128);
    BigDecimal squares = BigDecimal.ZERO;
    for (float value : sorted) {
      squares = squares.add(new BigDecimal(value).subtract(mean).pow(2));
    }
    double deviation =
        squares.divide(count, MathContext.DECIMAL128).sqrt(MathContext.DECIMAL128).doubleValue();
    double scale = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
    assertThat(channel.mean()).isCloseTo(mean.doubleValue(), within(1e-15 * scale));
    assertThat(channel.deviation()).isCloseTo(deviation, within(1e-10 * deviation));
  }

  @Test
  void withNanThereAreNone() {
    ShardStatistics statistics = new ShardStatistics();
    statistics.add(Elements.bare(Elements.floats(Shape.of(3, 1), 1, Float.NaN, 2)));
    statistics.add(Elements.bare(Elements.floats(Shape.of(1, 1), 1)));

    ChannelStatistics channel = statistics.channels().get(0);
    assertThat(channel.mean()).isNaN();
    assertThat(channel.deviation()).isNaN();
    assertThat(channel.least()).isNaN();
    assertThat(channel.most()).isNaN();
    assertThat(channel.isFinite()).isFalse();
    Quantiles.Wanted wanted = Quantiles.Wanted.of(List.of(channel));
    assertThat(wanted.halves()[0]).isEmpty();
    assertThat(counted(wanted, List.of()).percentiles(0, channel)).isEmpty();
  }

  /** The sum of infinities is NaN, but there is an order. */
  @Test
  void infinitiesOfBothSignsHavePercentiles() {
    ShardStatistics statistics = new ShardStatistics();
    ElementRecord element =
        Elements.bare(
            Elements.floats(Shape.of(3, 1), Float.POSITIVE_INFINITY, 5, Float.NEGATIVE_INFINITY));
    statistics.add(element);

    ChannelStatistics channel = statistics.channels().get(0);
    assertThat(channel.isFinite()).isFalse();
    Quantiles.Wanted wanted = Quantiles.Wanted.of(List.of(channel));
    assertThat(counted(wanted, List.of(element)).percentiles(0, channel)).containsEntry("50", 5.0);
  }

  @Test
  void nothingHasNoMoments() {
    ChannelStatistics nothing = new ChannelStatistics();

    assertThat(nothing.mean()).isNaN();
    assertThat(nothing.deviation()).isNaN();
    assertThat(nothing.least()).isNaN();
    assertThat(nothing.isOrdered()).isFalse();
  }

  @Test
  void keysOfFloatsAreInTheirOrder() {
    float[] ascending = {
      Float.NEGATIVE_INFINITY,
      -Float.MAX_VALUE,
      -1,
      -Float.MIN_VALUE,
      -0f,
      0f,
      Float.MIN_VALUE,
      1,
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY
    };
    for (int i = 0; i < ascending.length; i++) {
      int key = FloatOrder.key(ascending[i]);
      assertThat(Float.floatToRawIntBits(FloatOrder.value(key)))
          .isEqualTo(Float.floatToRawIntBits(ascending[i]));
      assertThat(FloatOrder.upper(ascending[i]) << Short.SIZE | FloatOrder.lower(ascending[i]))
          .isEqualTo(key);
      if (i > 0) {
        assertThat(Integer.compareUnsigned(FloatOrder.key(ascending[i - 1]), key)).isNegative();
      }
    }
  }
}
