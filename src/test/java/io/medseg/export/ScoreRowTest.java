package io.medseg.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreRowTest {
  @Test
  void areOnePerScanClassAndMetricWithTheCounts() {
    List<ScoreRow> rows = ScoreRow.of("run-1", "oai", Scores.summary()).toList();
    assertThat(rows).hasSize(3 * 2 * 5);
    assertThat(rows.subList(5, 10))
        .containsExactly(
            row("DSC", 0, ""),
            row("ASSD", Double.NaN, "mm"),
            row("n_pred", 0, "voxel"),
            row("n_ref", 5, "voxel"),
            row("n_common", 0, "voxel"));
  }

  private static ScoreRow row(String metric, double value, String unit) {
    return new ScoreRow("run-1", "oai", "a", "subject a", "meniscus", metric, value, unit);
  }
}
