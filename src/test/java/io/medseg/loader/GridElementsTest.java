package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridElementsTest {
  /** 54 million windows: a list of objects would be gigabytes, and take seconds to make. */
  @Test
  void windowsAreCountedWithoutMakingThem() {
    PatchGrid grid =
        PatchGrid.covering(
            Shape.of(384, 384, 384),
            WindowSettings.of(List.of(8, 8, 8, 1), List.of(), List.of(), 3));

    List<Element> elements = grid.elements();

    assertThat(elements).hasSize(377 * 377 * 377);
    Element last = elements.get(elements.size() - 1);
    assertThat(last.index()).isEqualTo(53_582_632);
    assertThat(last.region().start(0)).isEqualTo(376);
    assertThat(elements.subList(1000, 2000).get(7)).isEqualTo(elements.get(1007));
    assertThatThrownBy(() -> elements.get(elements.size()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void moreWindowsThanCanBeNumberedAreRefused() {
    PatchGrid grid =
        PatchGrid.covering(
            Shape.of(2048, 2048, 1024),
            WindowSettings.of(List.of(2, 2, 2, 1), List.of(), List.of(), 3));

    assertThatThrownBy(grid::elements)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot cut an image of 2048x2048x1024 into windows of 2x2x2: they are 4286583807, and 2147483647 is the most; take a larger IMG_STRIDE");
  }
}
