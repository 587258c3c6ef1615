package io.medseg.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.GoldenFolder;
import io.medseg.InputException;
import io.medseg.loader.GoldenArrays;
import io.medseg.volume.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every recorded transform and chain of the reference. */
@Tag("golden")
class GoldenTransformsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TOLERANCE = 1e-5;

  /** One recorded call: names and arguments of transforms, and what came out. */
  private record Entry(
      Path folder,
      String name,
      List<String> names,
      List<Map<String, Object>> arguments,
      JsonNode json) {

    boolean has(String transform) {
      return names.contains(transform);
    }

    boolean isRefused() {
      return json.has("raises");
    }
  }

  @TestFactory
  Stream<DynamicTest> givesWhatTheReferenceGave() {
    return GoldenFolder.casesWith("direct").stream().flatMap(GoldenTransformsTest::recordedIn);
  }

  private static Stream<DynamicTest> recordedIn(Path folder) {
    JsonNode recorded = GoldenFolder.json(folder.resolve("case.json"));
    List<Entry> entries = new ArrayList<>();
    Iterator<Map.Entry<String, JsonNode>> direct = recorded.get("direct").fields();
    direct.forEachRemaining(
        field ->
            entries.add(
                new Entry(
                    folder,
                    field.getKey(),
                    List.of(field.getValue().get("class").asText()),
                    List.of(arguments(field.getValue().get("args"))),
                    field.getValue())));
    recorded.path("chains").fields().forEachRemaining(field -> entries.add(chain(folder, field)));
    assertThat(entries).isNotEmpty();
    return entries.stream()
        .flatMap(
            entry ->
                Stream.of(Convention.values())
                    .map(
                        convention ->
                            DynamicTest.dynamicTest(
                                entry.name() + ", " + convention,
                                () -> check(entry, entries, convention))));
  }

  private static Entry chain(Path folder, Map.Entry<String, JsonNode> field) {
    List<String> names = new ArrayList<>();
    List<Map<String, Object>> arguments = new ArrayList<>();
    field.getValue().get("PREPROCESSING").forEach(name -> names.add(name.asText()));
    field.getValue().get("PREPROCESSING_ARGS").forEach(node -> arguments.add(arguments(node)));
    return new Entry(folder, field.getKey(), names, arguments, field.getValue());
  }

  private static Map<String, Object> arguments(JsonNode node) {
    return JSON.convertValue(node, new TypeReference<Map<String, Object>>() {});
  }

  private static void check(Entry entry, List<Entry> all, Convention convention) {
    try (GoldenArrays arrays = new GoldenArrays(entry.folder().resolve("arrays.h5"))) {
      String input = entry.json().get("input").asText();
      if (entry.has("CropTransform")) {
        // (4): the reference always raises; tested elsewhere.
        assertThat(entry.isRefused()).isTrue();
      } else if (listsChannels(entry) && convention == Convention.OWN) {
        checkChannelsLast(entry, arrays.get(input));
      } else if (entry.isRefused()) {
        assertThatThrownBy(() -> build(entry, convention).apply(arrays.get(input)))
            .isInstanceOf(InputException.class)
            .hasMessageStartingWith("Invalid PREPROCESSING_ARGS: " + entry.names().get(0));
      } else {
        String name = expectedName(entry, all, arrays, convention);
        if (name != null) {
          compare(build(entry, convention).apply(arrays.get(input)), arrays.get("out/" + name));
          compareMasks(entry, convention, arrays, name);
        } else {
          assertNormalised(build(entry, convention).apply(arrays.get(input)));
        }
      }
    }
  }

  private static Preprocessing build(Entry entry, Convention convention) {
    return Preprocessing.of(entry.names(), entry.arguments(), convention);
  }

  private static boolean listsChannels(Entry entry) {
    return entry.names().equals(List.of("AffineNormalization"))
        && entry.json().get("args").toString().contains("[");
  }

  /** (36): a list is laid along the last axis, the channels, and must be as long as that. */
  private static void checkChannelsLast(Entry entry, Tensor input) {
    Preprocessing transform = build(entry, Convention.OWN);
    int channels = input.shape().get(-1);
    double[] scale = numbers(entry.json().get("args").get("scale"), channels);
    double[] bias = numbers(entry.json().get("args").get("bias"), channels);
    if (scale.length != channels || bias.length != channels) {
      assertThatThrownBy(() -> transform.apply(input))
          .isInstanceOf(InputException.class)
          .hasMessageMatching(
              ".*AffineNormalization (scale|bias) has \\d numbers for \\d channels");
      return;
    }
    float[] before = input.data().clone();
    float[] after = transform.apply(input).data();
    for (int i = 0; i < before.length; i++) {
      int c = i % channels;
      assertThat((double) after[i]).isEqualTo((before[i] - bias[c]) / scale[c], within(1e-5));
    }
  }

  private static double[] numbers(JsonNode node, int channels) {
    int given = node.isArray() ? node.size() : 1;
    double[] numbers = new double[given == 1 ? channels : given];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = node.isArray() ? node.get(given == 1 ? 0 : i).asDouble() : node.asDouble();
    }
    return numbers;
  }

  /** The recorded result to compare with; null if none is recorded for what we decide. */
  private static String expectedName(
      Entry entry, List<Entry> all, GoldenArrays arrays, Convention convention) {
    if (convention == Convention.MEDSEGPY) {
      return entry.name();
    }
    if (entry.has("ZeroMeanNormalization")) {
      // (35): divided by the standard deviation.
      return arrays.has("out/" + entry.name() + "_std") ? entry.name() + "_std" : null;
    }
    if (entry.has("FlipTransform")
        && entry.arguments().get(0).get("axis") instanceof Integer axis) {
      // (37): the number 0 flips as the list of 0 does.
      Object same = List.of(axis);
      return all.stream()
          .filter(other -> other.has("FlipTransform") && other.names().size() == 1)
          .filter(other -> same.equals(other.arguments().get(0).get("axis")))
          .map(Entry::name)
          .findFirst()
          .orElse(entry.name());
    }
    return entry.name();
  }

  private static void compare(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.data().length; i++) {
      double value = expected.data()[i];
      assertThat((double) actual.data()[i])
          .isEqualTo(value, within(TOLERANCE * Math.max(1, Math.abs(value))));
    }
  }

  private static void compareMasks(
      Entry entry, Convention convention, GoldenArrays arrays, String name) {
    String plain = name.replace("_std", "");
    if (arrays.has("seg/" + plain)) {
      Tensor masks = build(entry, convention).applyToMasks(arrays.get("in/seg"));
      assertThat(masks.data()).containsExactly(arrays.get("seg/" + plain).data());
    }
  }

  private static void assertNormalised(Tensor x) {
    int size = x.data().length / x.shape().get(0);
    for (int n = 0; n < x.shape().get(0); n++) {
      double sum = 0;
      double squares = 0;
      for (int i = n * size; i < (n + 1) * size; i++) {
        sum += x.data()[i];
        squares += x.data()[i] * (double) x.data()[i];
      }
      assertThat(sum / size).isEqualTo(0, within(1e-5));
      assertThat(squares / size).isEqualTo(1, within(1e-5));
    }
  }
}
