package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PadMode;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import io.medseg.volume.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A loader along another axis against the loader along D on a volume that was turned before. */
class SliceAxisTest {
  private static final int[][] ORDER = {{1, 2, 0}, {0, 2, 1}, {0, 1, 2}};
  private final ScanData scan = TestScans.random("s", 7, 70, 5, 3, 4);

  private static int[] turned(int sliceAxis, int... index) {
    int[] order = ORDER[sliceAxis];
    return new int[] {index[order[0]], index[order[1]], index[order[2]]};
  }

  private ScanData turned(int sliceAxis) {
    int[] lengths = turned(sliceAxis, scan.image().shape().toArray());
    Volume image = Volume.zeros(lengths[0], lengths[1], lengths[2]);
    MaskVolume masks = MaskVolume.empty(lengths[0], lengths[1], lengths[2], 3);
    Shape shape = scan.image().shape();
    for (int h = 0; h < shape.get(0); h++) {
      for (int w = 0; w < shape.get(1); w++) {
        for (int d = 0; d < shape.get(2); d++) {
          int[] to = turned(sliceAxis, h, w, d);
          image.plane(to[2])[to[0] * lengths[1] + to[1]] = scan.image().get(h, w, d);
          for (int c = 0; c < 3; c++) {
            if (scan.masks().get(h, w, d, c)) {
              masks.set(to[0], to[1], to[2], c);
            }
          }
        }
      }
    }
    return new ScanData(scan.scan(), image, masks);
  }

  private static DataLoader loader(int sliceAxis, String tag, List<Integer> size, Object... more) {
    List<Object> settings = new ArrayList<>(Arrays.asList(more));
    settings.addAll(List.of("SLICE_AXIS", sliceAxis, "TAG", tag, "IMG_SIZE", size));
    return TestScans.loader(settings.toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "0, DefaultDataLoader, 1",
    "1, DefaultDataLoader, 1",
    "0, S25dDataLoader, 3",
    "1, S25dDataLoader, 5",
    "2, S25dDataLoader, 3"
  })
  void slicesAreThoseOfTheTurnedVolume(int sliceAxis, String tag, int slices) {
    for (PadMode mode : PadMode.values()) {
      List<Integer> size = Arrays.asList(-1, -1, slices);
      Object[] pad = {"IMG_PAD_MODE", mode.name().toLowerCase(java.util.Locale.ROOT)};
      compare(sliceAxis, loader(sliceAxis, tag, size, pad), loader(2, tag, size, pad));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, false", "0, true", "1, true"})
  void patchesAreThoseOfTheTurnedVolume(int sliceAxis, boolean isFlat) {
    // Where the last window wins, the order of windows is given; other blendings take the order
    // that
    // holds least and suits the sink, which a turned volume may change.
    List<Integer> size = isFlat ? List.of(6, 4, 1) : List.of(6, 4, 3, 1);
    Object[] more = {
      "IMG_STRIDE",
      List.of(5, 3, 2),
      "IMG_PAD_SIZE",
      List.of(2, 1, isFlat ? 0 : 2),
      "INCLUDE_BACKGROUND",
      true,
      "BLENDING",
      "last"
    };
    compare(
        sliceAxis,
        loader(sliceAxis, "PatchDataLoader", size, more),
        loader(2, "PatchDataLoader", size, more));
  }

  @ParameterizedTest
  @CsvSource({"0, last", "1, gaussian", "0, crop", "1, crop"})
  void patchesOfSlicesAreThoseOfTheTurnedVolume(int sliceAxis, String blending) {
    List<Integer> size = List.of(5, 4, 3);
    Object[] more = {"IMG_STRIDE", List.of(4, 3, 1), "BLENDING", blending};
    compare(
        sliceAxis,
        loader(sliceAxis, "N5dDataLoader", size, more),
        loader(2, "N5dDataLoader", size, more));
  }

  /** Strides that leave gaps: the mask of what was reached is in the order of the volume, too. */
  @ParameterizedTest
  @CsvSource({"0", "1"})
  void gapsAreThoseOfTheTurnedVolume(int sliceAxis) {
    Object[] more = {"IMG_STRIDE", List.of(3, 3, 2), "GRID", "medsegpy"};
    List<Integer> size = List.of(2, 2, 1);
    compare(
        sliceAxis,
        loader(sliceAxis, "PatchDataLoader", size, more),
        loader(2, "PatchDataLoader", size, more));
  }

  private void compare(int sliceAxis, DataLoader loader, DataLoader reference) {
    ScanData other = turned(sliceAxis);
    assertThat(loader.inputShape(TestScans.header(scan)))
        .isEqualTo(reference.inputShape(TestScans.header(other)));
    for (Purpose purpose : Purpose.values()) {
      List<Element> elements = loader.scatter(TestScans.header(scan), purpose);
      assertThat(elements).isEqualTo(reference.scatter(TestScans.header(other), purpose));
      Batch batch = loader.batch(scan, elements, BatchForm.TRAINING);
      Batch expected = reference.batch(other, elements, BatchForm.TRAINING);
      assertThat(batch.x().data()).isEqualTo(expected.x().data());
      assertThat(batch.y().shape()).isEqualTo(expected.y().shape());
      assertThat(batch.y().data()).isEqualTo(expected.y().data());
    }
    comparePredictions(sliceAxis, loader, reference, other);
  }

  private void comparePredictions(
      int sliceAxis, DataLoader loader, DataLoader reference, ScanData other) {
    List<Element> elements = loader.scatter(TestScans.header(scan), Purpose.INFERENCE);
    Tensor predictions = loader.batch(scan, elements, BatchForm.TESTING).y();
    for (int i = 0; i < predictions.data().length; i++) {
      predictions.data()[i] += i % 97;
    }
    int classes = loader.outputClasses();
    PredictionVolume found = new PredictionVolume(scan.image().shape(), classes);
    Gatherer gatherer = loader.gatherer(TestScans.header(scan), found);
    gatherer.add(elements, predictions);
    MaskVolume covered = gatherer.finish();
    PredictionVolume wanted = new PredictionVolume(other.image().shape(), classes);
    Gatherer referenceGatherer = reference.gatherer(TestScans.header(other), wanted);
    referenceGatherer.add(elements, predictions);
    MaskVolume coveredThere = referenceGatherer.finish();
    found.assertEachVoxelOnce();
    Shape shape = scan.image().shape();
    for (int h = 0; h < shape.get(0); h++) {
      for (int w = 0; w < shape.get(1); w++) {
        for (int d = 0; d < shape.get(2); d++) {
          int[] at = turned(sliceAxis, h, w, d);
          for (int c = 0; c < classes; c++) {
            assertThat(found.get(h, w, d, c)).isEqualTo(wanted.get(at[0], at[1], at[2], c));
          }
          assertThat(covered == null || covered.get(h, w, d, 0))
              .isEqualTo(coveredThere == null || coveredThere.get(at[0], at[1], at[2], 0));
        }
      }
    }
  }

  @Test
  void showsTheAxisWhereSlicesAreOfAnotherSize() {
    DataLoader loader = loader(0, "DefaultDataLoader", List.of(5, 70, 1));
    assertThatThrownBy(() -> loader.scatter(TestScans.header(scan), Purpose.INFERENCE))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot scatter a scan of 7x70x5 with SLICE_AXIS 0: its slices are 70x5 but IMG_SIZE"
                + " says 5x70; PatchDataLoader pads and cuts slices to a size");
  }
}
