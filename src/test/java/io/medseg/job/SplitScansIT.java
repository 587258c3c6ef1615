package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves that cutting scans into ranges that run as tasks of their own changes no bit of the
 * results.
 */
class SplitScansIT {
  @TempDir static Path folder;

  private static Phantoms phantoms;

  @BeforeAll
  static void write() {
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(2));
  }

  /** Slices do not overlap; windows of half the size overlap in two axes and leave seams. */
  static Stream<List<String>> experiments() {
    return Stream.of(
        List.of(),
        List.of("IMG_SIZE", "(32, 32, 1)", "IMG_STRIDE", "(16, 16, 1)"),
        List.of("IMG_SIZE", "(32, 32, 1)", "IMG_STRIDE", "(12, 20, 1)", "BLENDING", "average"),
        List.of("SLICE_AXIS", "0", "IMG_SIZE", "(64, 8, 1)"),
        List.of(
            "INCLUDE_BACKGROUND",
            "False",
            "BLENDING",
            "last",
            "IMG_SIZE",
            "(32, 32, 1)",
            "IMG_STRIDE",
            "(8, 16, 1)"));
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void theSameBitsForAnyNumberOfParts(List<String> overrides) {
    String name = String.valueOf(overrides.hashCode());
    Results whole = evaluate(name + "-whole", "--split-scans=never", overrides);
    for (String split : List.of("2", "5")) {
      Results parts = evaluate(name + "-" + split, "--split-scans=" + split, overrides);

      assertThat(parts.json("run.json").at("/counts/scans_and_parts_of_scans").asInt())
          .isGreaterThan(2);
      assertThat(parts.text("metrics.csv")).isEqualTo(whole.text("metrics.csv"));
      assertThat(parts.text("summary.json")).isEqualTo(whole.text("summary.json"));
      assertThat(parts.text("failures.csv")).isEqualTo(whole.text("failures.csv"));
    }
  }

  @Test
  void anImpossibleNumberOfPartsIsRefused() {
    List<String> arguments = phantoms.evaluate("refused", "--split-scans=0");

    assertThat(JobRunner.local().run(arguments).refusal())
        .isEqualTo("Invalid --split-scans: 0; auto, never or a number of parts, at least 1");
  }

  private static Results evaluate(String output, String split, List<String> overrides) {
    List<String> more = new ArrayList<>(Arrays.asList(split));
    more.addAll(overrides);
    JobRunner.local().run(phantoms.evaluate(output, more.toArray(String[]::new))).fine();
    return new Results(folder.resolve(output));
  }
}
