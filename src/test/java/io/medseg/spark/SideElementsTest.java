package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideElementsTest {
  private static SideElements side(int... elements) {
    ScanSource file = new ScanSource.VolumeFile("a.h5", null, null, null);
    ScanHeader header = new ScanHeader(Shape.of(2, 2, 2), 1);
    List<PlannedScan> scans =
        Arrays.stream(elements)
            .mapToObj(
                count ->
                    new PlannedScan(new Scan("a", null, file, 1, Map.of()), header, count, 8, 8))
            .toList();
    return new SideElements(0, "train", scans, null);
  }

  @Test
  void moreElementsThanCanBeNumberedAreRefused() {
    assertThat(side(3, 4).count()).isEqualTo(7);
    assertThat(side(Integer.MAX_VALUE).count()).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> side(Integer.MAX_VALUE, 1).count())
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot shuffle train: it has 2147483648 elements, and a side can have 2147483647; write fewer datasets at once");
  }
}
