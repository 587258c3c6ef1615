package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.dataset.ScanHeader;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A loader that does only what it must: its scans are one range. */
class CustomDataLoaderTest {
  private final ScanHeader scan = new ScanHeader(Shape.of(4, 5, 3), 3);
  private final DataLoader loader = new Custom(TestScans.loader("IMG_SIZE", List.of(4, 5, 1)));

  private static final class Custom extends PlainLoader {
    Custom(DataLoader slices) {
      super(slices);
    }
  }

  @Test
  void gathersAScanAsOneRange() {
    ElementRange all = new ElementRange(0, 3);
    assertThat(loader.ranges(scan, 4)).containsExactly(all);
    PredictionVolume volume = new PredictionVolume(scan.image(), 2);
    RangeGatherer gatherer = loader.rangeGatherer(scan, all, volume);
    assertThatThrownBy(gatherer::seams)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Seams are known after finish");
    gatherer.add(loader.scatter(scan, Purpose.INFERENCE), Tensor.zeros(Shape.of(3, 4, 5, 2)));
    assertThat(gatherer.finish()).isNull();
    volume.assertEachVoxelOnce();
    assertThat(gatherer.seams()).isEqualTo(new Seams(all, List.of()));
    loader.joinSeams(scan, List.of(gatherer.seams()), volume);
    volume.assertEachVoxelOnce();
    assertThat(loader.coverage(scan)).isNull();
  }

  @Test
  void refusesOtherRangesAndSeams() {
    assertThatThrownBy(() -> loader.rangeGatherer(scan, new ElementRange(0, 2), block -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Custom takes a scan as one range, not ElementRange[from=0, to=2]");
    SeamPart part = new SeamPart(0, Region.whole(scan.image()), new float[60]);
    Seams seams = new Seams(new ElementRange(0, 3), List.of(part));
    assertThatThrownBy(() -> loader.joinSeams(scan, List.of(seams), block -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Custom joins no seams");
  }

  @Test
  void expectsThatAllPredictionsAreHeld() {
    long slice = 4 * 5;
    long held = slice * 3 * (2 + 1);
    long batch = 2 * slice * (1 + 1 + 2);
    assertThat(loader.inferenceBytes(scan, 2)).isEqualTo(4 * (held + batch));
    assertThat(TestScans.loader("IMG_SIZE", List.of(4, 5, 1)).inferenceBytes(scan, 2))
        .isEqualTo(4 * batch);
  }
}
