package io.medseg.export;

import static io.medseg.export.GoldenEvaluation.keys;
import static io.medseg.export.GoldenEvaluation.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.evaluation.Reduction;
import io.medseg.evaluation.Reduction.Reduced;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Reductions over scans against the recorded values. One difference is decided: a pair without a
 * number makes the reference's result NaN, ours is that of the other pairs.
 */
@Tag("golden")
class ReductionsGoldenTest {
  @TestFactory
  Stream<DynamicTest> direct() {
    JsonNode recorded = recorded();
    return StreamSupport.stream(recorded.get("direct").spliterator(), false)
        .map(one -> DynamicTest.dynamicTest(one.toString(), () -> checkDirect(one, recorded)));
  }

  private static JsonNode recorded() {
    return GoldenEvaluation.json(GoldenEvaluation.evaluations().resolve("reductions.json"));
  }

  private static void checkDirect(JsonNode one, JsonNode recorded) {
    Reduction reduction = Reduction.valueOf(one.get("function").asText().toUpperCase(Locale.ROOT));
    List<double[]> predictions = alongAxis(recorded.get(one.get("y_pred").asText()), one);
    List<double[]> truths = alongAxis(recorded.get(one.get("y_true").asText()), one);
    JsonNode value = one.get("value");
    double[] expected = value.isArray() ? numbers(value) : new double[] {value.asDouble()};
    assertThat(predictions).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      check(reduction, predictions.get(i), truths.get(i), expected[i]);
    }
  }

  private static void check(Reduction reduction, double[] p, double[] t, double expected) {
    Reduced found = reduction.of(p, t);
    if (Double.isNaN(expected)) {
      assertThat(found.value()).isFinite();
      assertThat(found.defined()).isPositive().isLessThan(p.length);
    } else {
      assertThat(found.value()).isCloseTo(expected, within(1e-12 * expected));
      assertThat(found.defined()).isEqualTo(p.length);
    }
  }

  /** The values that are reduced to each result: all, those of a column, or those of a row. */
  private static List<double[]> alongAxis(JsonNode table, JsonNode one) {
    List<double[]> rows = new ArrayList<>();
    table.forEach(row -> rows.add(numbers(row)));
    if (one.get("dim").isNull()) {
      return List.of(rows.stream().flatMapToDouble(Arrays::stream).toArray());
    }
    return one.get("dim").asInt() == 1
        ? rows
        : IntStream.range(0, rows.get(0).length)
            .mapToObj(c -> rows.stream().mapToDouble(row -> row[c]).toArray())
            .toList();
  }

  @TestFactory
  Stream<DynamicTest> volumesOfRuns() {
    JsonNode runs = recorded().get("manager");
    return keys(runs).stream()
        .map(run -> DynamicTest.dynamicTest(run, () -> checkVolumes(runs.get(run))));
  }

  private static void checkVolumes(JsonNode run) {
    for (Reduction reduction : Reduction.values()) {
      String name = nameWith(run.get("data_frame"), reduction.title());
      double[] expected = numbers(run.get("data_frame").get(name));
      for (int c = 0; c < expected.length; c++) {
        check(
            reduction, volumes(run, "Volume pred", c), volumes(run, "Volume base", c), expected[c]);
      }
    }
  }

  private static double[] volumes(JsonNode run, String prefix, int category) {
    return StreamSupport.stream(run.get("per_scan").spliterator(), false)
        .mapToDouble(scan -> scan.get(nameWith(scan, prefix)).get(category).asDouble())
        .toArray();
  }

  private static String nameWith(JsonNode object, String prefix) {
    return keys(object).stream().filter(key -> key.startsWith(prefix)).findFirst().orElseThrow();
  }
}
