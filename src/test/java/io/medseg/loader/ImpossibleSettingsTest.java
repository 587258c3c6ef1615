package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.experiment.Parity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings that cannot be meant are refused when the loader is made: before anything runs. */
class ImpossibleSettingsTest {
  private static final List<Integer> SIZE = List.of(64, 64, 32, 1);

  @Test
  void refusesWindowsPadsAndStrides() {
    refuses(
        "Invalid IMG_SIZE: (64, 0, 32, 1): a size is at least 1, or None or -1 for the whole axis",
        "IMG_SIZE",
        List.of(64, 0, 32, 1));
    refuses(
        "Invalid IMG_STRIDE: (32, 0, 32): a stride is at least 1",
        "IMG_SIZE",
        SIZE,
        "IMG_STRIDE",
        List.of(32, 0, 32));
    refuses(
        "Invalid IMG_PAD_SIZE: (0, 0, 32): on axis 2 it must be less than IMG_SIZE (64, 64, 32, 1)",
        "IMG_SIZE",
        SIZE,
        "IMG_PAD_SIZE",
        List.of(0, 0, 32));
    refuses(
        "Invalid IMG_SIZE: (64, 64, 4): the last, the number of slices that S25dDataLoader takes,"
            + " must be odd",
        "TAG",
        "S25dDataLoader",
        "IMG_SIZE",
        List.of(64, 64, 4));
    refuses(
        "Invalid IMG_SIZE: (64, 64, 2): the last, the number of slices that N5dDataLoader takes,"
            + " must be odd",
        "TAG",
        "N5dDataLoader",
        "IMG_SIZE",
        List.of(64, 64, 2));
  }

  @Test
  void refusesGridsAndBlendings() {
    refuses("Invalid GRID: 'dense': known are cover, medsegpy, nnunet, monai", "GRID", "dense");
    refuses(
        "Invalid BLENDING: 'mean': known are auto, last, average, gaussian, hann, crop",
        "BLENDING",
        "mean");
    for (Object step : List.of(0, 1.5, -0.5, Double.NaN)) {
      refusesNumber("GRID_STEP", step, "a step is above 0 and at most 1, the whole window");
    }
    for (Object overlap : List.of(1.0, 1, -0.25, Double.NaN)) {
      refusesNumber(
          "GRID_OVERLAP", overlap, "an overlap is at least 0 and below 1, the whole window");
    }
    for (Object sigma : List.of(0, -0.125, Double.POSITIVE_INFINITY)) {
      refusesNumber("BLENDING_SIGMA", sigma, "a number above 0 is expected");
    }
    refuses("Invalid GRID_STEP: 'half': a number is expected", "GRID_STEP", "half");
  }

  private static void refusesNumber(String key, Object value, String reason) {
    assertThatThrownBy(() -> loader("IMG_SIZE", SIZE, key, value))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid " + key + ": ")
        .hasMessageEndingWith(": " + reason);
  }

  @Test
  void refusesThemForLoadersThatHaveNoGrid() {
    String message = "Invalid GRID: 'dense': known are cover, medsegpy, nnunet, monai";
    refuses(message, "GRID", "dense", "TAG", "DefaultDataLoader", "IMG_SIZE", List.of(64, 64, 1));
    refuses(message, "GRID", "dense", "TAG", "S25dDataLoader", "IMG_SIZE", List.of(64, 64, 3));
  }

  /** Along an axis on which a window is one voxel or the whole axis no step is taken. */
  @Test
  void refusesStepsOfNnuNetThatAreShorterThanAVoxel() {
    refuses(
        "Invalid GRID_STEP: 0.02: windows of 16 voxels would lie 0.32 voxels apart, where nnU-Net predicts and counts windows repeatedly; take at least 0.063",
        "GRID",
        "nnunet",
        "IMG_SIZE",
        List.of(64, 64, 16, 1),
        "GRID_STEP",
        0.02);
    loader("GRID", "nnunet", "IMG_SIZE", List.of(64, 64, 16, 1), "GRID_STEP", 0.063);
    loader("GRID", "nnunet", "IMG_SIZE", List.of(64, 64, 1), "GRID_STEP", 0.02);
    loader("GRID", "nnunet", "IMG_SIZE", List.of(64, 64, -1, 1), "GRID_STEP", 0.02);
    loader("GRID", "monai", "IMG_SIZE", List.of(64, 64, 16, 1), "GRID_STEP", 0.02);
  }

  @Test
  void refusesStridesForGridsThatTakeNone() {
    refuses(
        "Invalid IMG_STRIDE: (32, 32, 16): GRID nnunet does not take it, windows lie by GRID_STEP;"
            + " leave one out",
        "GRID",
        "nnunet",
        "IMG_SIZE",
        SIZE,
        "IMG_STRIDE",
        List.of(32, 32, 16));
    refuses(
        "Invalid IMG_STRIDE: (32, 32, 16): GRID monai does not take it, windows lie by"
            + " GRID_OVERLAP; leave one out",
        "GRID",
        "monai",
        "IMG_SIZE",
        SIZE,
        "IMG_STRIDE",
        List.of(32, 32, 16));
  }

  @Test
  void refusesAxesAndLayouts() {
    for (int axis : new int[] {5, 3, -1}) {
      refuses(
          "Invalid SLICE_AXIS: " + axis + ": the axes are 0 (H), 1 (W) and 2 (D)",
          "SLICE_AXIS",
          axis);
    }
    refuses("Invalid INPUT_LAYOUT: 'CHWN': known are nhwc, nchw", "INPUT_LAYOUT", "CHWN");
    refuses(
        "Invalid INPUT_LAYOUT: NCHW: IMG_SIZE (64, 64, 32) has no channel axis; write one more, 1",
        "INPUT_LAYOUT",
        "NCHW",
        "IMG_SIZE",
        List.of(64, 64, 32));
    assertThatThrownBy(
            () ->
                DataLoaders.create(
                    TestScans.experiment(
                        Parity.MEDSEGPY,
                        "TAG",
                        "N5dDataLoader",
                        "IMG_SIZE",
                        List.of(64, 64, 3),
                        "SLICE_AXIS",
                        0)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid SLICE_AXIS: 0: N5dDataLoader with MedSegPy's parity takes axis 2 only");
  }

  private static void refuses(String message, Object... settings) {
    assertThatThrownBy(() -> loader(settings))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  private static DataLoader loader(Object... settings) {
    List<Object> all = new ArrayList<>(List.of("TAG", "PatchDataLoader", "IMG_SIZE", SIZE));
    all.addAll(Arrays.asList(settings));
    return TestScans.loader(all.toArray());
  }
}
