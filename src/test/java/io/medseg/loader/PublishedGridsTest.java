package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starts of windows against those that {@code tools/make_grid_table.py} computes. */
class PublishedGridsTest {

  @Test
  void placesTheWindowsOfTheTable() throws IOException {
    List<String> rows;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                PublishedGridsTest.class.getResourceAsStream("published_grids.csv"),
                StandardCharsets.UTF_8))) {
      rows = reader.lines().skip(1).toList();
    }
    assertThat(rows).hasSizeGreaterThan(300);
    for (String row : rows) {
      String[] cells = row.split(",");
      int image = Integer.parseInt(cells[1]);
      AxisSettings window = new AxisSettings(Integer.parseInt(cells[2]), AxisSettings.UNSET, 1);
      double parameter = Double.parseDouble(cells[3]);
      AxisGrid grid =
          cells[0].equals("nnunet")
              ? AxisGrid.spread(image, window, parameter)
              : AxisGrid.overlapping(image, window, parameter);
      int[] starts = Arrays.stream(cells[4].split(" ")).mapToInt(Integer::parseInt).toArray();
      assertThat(grid.starts()).as(row).containsExactly(starts);
    }
  }

  @Test
  void placesTheExampleOfNnuNet() {
    assertThat(AxisGrid.spread(110, new AxisSettings(64, AxisSettings.UNSET, 1), 0.5).starts())
        .containsExactly(0, 23, 46);
  }

  @Test
  void takesEachStartOnceWhereStepsAreShorterThanAVoxel() {
    assertThat(AxisGrid.spread(7, new AxisSettings(4, AxisSettings.UNSET, 1), 0.1).starts())
        .containsExactly(0, 1, 2, 3);
    assertThat(AxisGrid.overlapping(7, new AxisSettings(4, AxisSettings.UNSET, 1), 0.9).starts())
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void placesWindowsOnTheAxisWithItsPadding() {
    assertThat(AxisGrid.spread(8, new AxisSettings(4, 2, 1), 0.5).starts())
        .containsExactly(-2, 0, 2, 4, 6);
    assertThat(AxisGrid.overlapping(8, new AxisSettings(4, 1, 1), 0.25).starts())
        .containsExactly(-1, 2, 5);
  }
}
