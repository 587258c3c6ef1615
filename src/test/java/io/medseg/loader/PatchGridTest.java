package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.GoldenFolder;
import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PatchGridTest {

  @TestFactory
  @Tag("golden")
  Stream<DynamicTest> placesTheWindowsOfTheReference() {
    return GoldenFolder.files("compute_patches.json").stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getParent().getFileName().toString(), () -> checkSets(file)));
  }

  private static void checkSets(Path file) {
    int compared = 0;
    for (JsonNode set : GoldenFolder.json(file).get("sets")) {
      if (isRefused(set)) {
        assertThatThrownBy(() -> settings(set))
            .as(set.toString())
            .isInstanceOf(InputException.class)
            .hasMessageMatching("Invalid IMG_(SIZE|PAD_SIZE|STRIDE): \\(.*\\): .*");
      } else if (!set.has("raises")) {
        Shape image = Shape.of(ints(set.get("img_size")));
        compare(PatchGrid.reference(image, settings(set)), set);
        compared++;
      } else {
        // (28): None and -1 both take the whole axis, with or without a padding of 0.
        assertThat(PatchGrid.reference(Shape.of(ints(set.get("img_size"))), settings(set)).count())
            .isPositive();
      }
    }
    assertThat(compared).isPositive();
  }

  /**
   * (28): settings that the reference refuses, or takes for something else without a word: a
   * padding as long as the window or on a whole axis, lists of another length than the image,
   * strides below 1, numbers that are not whole.
   */
  private static boolean isRefused(JsonNode set) {
    int rank = set.get("img_size").size();
    boolean isWrong = set.get("patch_size").size() != rank;
    for (String key : List.of("pad_size", "strides")) {
      isWrong |= set.get(key).isArray() && set.get(key).size() != rank;
    }
    for (int axis = 0; axis < rank && !isWrong; axis++) {
      JsonNode window = set.get("patch_size").get(axis);
      JsonNode pad = entry(set.get("pad_size"), axis);
      boolean isWhole = window.isNull() || window.asInt() == -1;
      isWrong |= pad.asInt() != 0 && (isWhole || pad.asInt() >= window.asInt());
      isWrong |= pad.isDouble();
      JsonNode stride = entry(set.get("strides"), axis);
      isWrong |= stride.isInt() && stride.asInt() < 1;
    }
    return isWrong;
  }

  private static JsonNode entry(JsonNode node, int axis) {
    return node.isArray() ? node.get(axis) : node;
  }

  private static WindowSettings settings(JsonNode set) {
    int rank = set.get("img_size").size();
    List<Integer> sizes = new ArrayList<>();
    set.get("patch_size").forEach(size -> sizes.add(size.asInt(-1) == -1 ? null : size.asInt()));
    List<Integer> pads = list(set.get("pad_size"), rank);
    // The function's own default is the patch; the loaders pass 1.
    List<Integer> strides =
        set.get("strides").isNull()
            ? sizes.stream().map(size -> size == null ? Integer.valueOf(1) : size).toList()
            : list(set.get("strides"), rank);
    if (sizes.size() != rank) {
      // An IMG_SIZE that is too short is filled by the loader, not by the function.
      throw new InputException("Invalid IMG_SIZE: (): too short");
    }
    return WindowSettings.of(sizes, pads, strides, rank);
  }

  private static List<Integer> list(JsonNode node, int rank) {
    if (node.isNull()) {
      return List.of();
    }
    List<Integer> values = new ArrayList<>();
    int length = node.isArray() ? node.size() : rank;
    for (int axis = 0; axis < length; axis++) {
      JsonNode value = entry(node, axis);
      if (value.isDouble()) {
        throw new InputException("Invalid IMG_PAD_SIZE: (" + value + "): an integer is expected");
      }
      values.add(value.isNull() ? null : Integer.valueOf(value.asInt()));
    }
    return values;
  }

  private static void compare(PatchGrid grid, JsonNode set) {
    List<Element> elements = grid.elements();
    assertThat(elements).as(set.toString()).hasSize(set.get("count").asInt());
    assertThat(grid.count()).isEqualTo(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      JsonNode expected = set.get("patches").get(i);
      Element element = elements.get(i);
      assertThat(element.index()).isEqualTo(i);
      for (int axis = 0; axis < element.region().rank(); axis++) {
        JsonNode patch = expected.get("patch").get(axis);
        int length = set.get("img_size").get(axis).asInt();
        assertThat(element.region().start(axis))
            .isEqualTo(patch.isNull() ? 0 : patch.get(0).asInt());
        assertThat(element.region().stop(axis))
            .isEqualTo(patch.isNull() ? length : patch.get(1).asInt());
        JsonNode pad = expected.get("pad").isNull() ? null : expected.get("pad").get(axis);
        assertThat(element.padding().low(axis)).isEqualTo(pad == null ? 0 : pad.get(0).asInt());
        assertThat(element.padding().high(axis)).isEqualTo(pad == null ? 0 : pad.get(1).asInt());
      }
    }
  }

  private static int[] ints(JsonNode node) {
    return IntStream.range(0, node.size()).map(i -> node.get(i).asInt()).toArray();
  }

  @Test
  void coversEveryVoxelWithWindowsOfOneSize() {
    Random random = new Random(7);
    for (int trial = 0; trial < 2000; trial++) {
      int length = 1 + random.nextInt(40);
      int window = 1 + random.nextInt(20);
      int pad = random.nextInt(window) - 1;
      int stride = 1 + random.nextInt(25);
      AxisSettings settings = new AxisSettings(window, pad, stride);
      AxisGrid grid = AxisGrid.covering(length, settings);

      assertThat(grid.covered().cardinality()).as("%d %s", length, settings).isEqualTo(length);
      int[] sorted = grid.starts().clone();
      Arrays.sort(sorted);
      assertThat(grid.starts()).isEqualTo(sorted).doesNotHaveDuplicates();
      for (int i = 0; i < grid.count(); i++) {
        assertThat(grid.padLow(i) + grid.clippedStop(i) - grid.clippedStart(i) + grid.padHigh(i))
            .isEqualTo(window);
        assertThat(grid.clippedStop(i)).isGreaterThan(grid.clippedStart(i));
      }
    }
  }

  @Test
  void shiftsTheLastWindowBackToTheBorder() {
    assertThat(AxisGrid.covering(10, new AxisSettings(4, 0, 3)).starts()).containsExactly(0, 3, 6);
    assertThat(AxisGrid.covering(11, new AxisSettings(4, 0, 3)).starts())
        .containsExactly(0, 3, 6, 7);
    assertThat(AxisGrid.covering(11, new AxisSettings(4, 1, 3)).starts())
        .containsExactly(-1, 2, 5, 8);
    assertThat(AxisGrid.covering(12, new AxisSettings(4, 1, 3)).starts())
        .containsExactly(-1, 2, 5, 8, 9);
  }

  @Test
  void leavesNoGapsWhereStridesAreLongerThanTheWindow() {
    assertThat(AxisGrid.covering(10, new AxisSettings(4, 0, 9)).starts()).containsExactly(0, 4, 6);
    assertThat(AxisGrid.fitted(10, new AxisSettings(4, 0, 6)).starts()).containsExactly(0, 6);
  }

  @Test
  void padsSmallImagesEvenlyWithTheOddVoxelAtTheEnd() {
    for (AxisGrid grid :
        List.of(
            AxisGrid.covering(4, new AxisSettings(7, AxisSettings.UNSET, 1)),
            AxisGrid.fitted(4, new AxisSettings(7, 0, 1)))) {
      assertThat(grid.count()).isEqualTo(1);
      assertThat(grid.padLow(0)).isEqualTo(1);
      assertThat(grid.padHigh(0)).isEqualTo(2);
    }
  }

  @Test
  void takesTheWholeAxis() {
    AxisSettings whole = new AxisSettings(AxisSettings.WHOLE, AxisSettings.UNSET, 3);
    for (AxisGrid grid :
        List.of(
            AxisGrid.covering(9, whole), AxisGrid.fitted(9, whole), AxisGrid.reference(9, whole))) {
      assertThat(grid.starts()).containsExactly(0);
      assertThat(grid.window()).isEqualTo(9);
    }
  }

  @Test
  void knowsOverlapAndGaps() {
    assertThat(AxisGrid.fitted(12, new AxisSettings(4, 0, 4)).overlaps()).isFalse();
    assertThat(AxisGrid.fitted(12, new AxisSettings(4, 0, 3)).overlaps()).isTrue();
    assertThat(AxisGrid.fitted(12, new AxisSettings(4, 0, 5)).covered().cardinality()).isEqualTo(8);
    assertThat(AxisGrid.centred(5, 3).overlaps()).isTrue();
    assertThat(AxisGrid.centred(5, 3).centres().overlaps()).isFalse();
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> WindowSettings.of(List.of(8, 8, 4, 1, 1), List.of(), List.of(), 3))
        .hasMessage(
            "Invalid IMG_SIZE: (8, 8, 4, 1, 1): 5 axes, but images have 3; one more may be the"
                + " channels");
    assertThatThrownBy(() -> WindowSettings.of(List.of(8, 8, 4), List.of(1, 1), List.of(), 3))
        .hasMessage("Invalid IMG_PAD_SIZE: (1, 1): 2 axes, but images have 3");
    assertThatThrownBy(() -> WindowSettings.of(List.of(8, 8, 4), List.of(), List.of(8), 3))
        .hasMessage("Invalid IMG_STRIDE: (8,): 1 axes, but images have 3");
    assertThatThrownBy(() -> WindowSettings.of(List.of(8, 8, 4), List.of(0, 8, 0), List.of(), 3))
        .hasMessage(
            "Invalid IMG_PAD_SIZE: (0, 8, 0): on axis 1 it must be less than IMG_SIZE (8, 8, 4)");
    assertThatThrownBy(
            () -> WindowSettings.of(Arrays.asList(null, 8, 4), List.of(1, 0, 0), List.of(), 3))
        .hasMessageContaining("IMG_SIZE (None, 8, 4), which takes the whole axis");
  }
}
