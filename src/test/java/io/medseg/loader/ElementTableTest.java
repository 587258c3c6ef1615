package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementTableTest {
  private static List<Element> slices(int count) {
    return new PatchGrid(
            List.of(AxisGrid.whole(4), AxisGrid.whole(5), AxisGrid.centred(Math.max(1, count), 1)))
        .elements()
        .subList(0, count);
  }

  /** Scans without an element, also at both ends and side by side, are passed over. */
  @Test
  void elementsAreNumberedScanByScan() {
    int[][] cases = {{3}, {2, 1}, {0, 2}, {2, 0}, {0, 0, 3, 0, 0, 1, 0}, {1, 0, 1, 0, 0, 5}, {}};
    for (int[] sizes : cases) {
      List<List<Element>> scans = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int scan = 0; scan < sizes.length; scan++) {
        scans.add(slices(sizes[scan]));
        for (int i = 0; i < sizes[scan]; i++) {
          expected.add(scan + ":" + i);
        }
      }

      ElementTable table = ElementTable.of(scans);

      assertThat(table.count()).isEqualTo(expected.size());
      for (int number = 0; number < table.count(); number++) {
        assertThat(table.scan(number) + ":" + table.element(number).index())
            .isEqualTo(expected.get(number));
      }
    }
  }

  @Test
  void moreElementsThanCanBeNumberedAreRefused() {
    List<Element> many = Collections.nCopies(1_500_000_000, null);

    assertThatThrownBy(() -> ElementTable.of(List.of(slices(2), many, many)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot number the elements of 3 scans: the first 3 have 3000000002, and 2147483647 is the most; take a larger IMG_STRIDE or fewer scans");
  }
}
