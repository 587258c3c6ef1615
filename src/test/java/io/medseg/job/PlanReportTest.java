package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.spark.PlannedScan;
import io.medseg.spark.ScanPlan;
import io.medseg.volume.Shape;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Proves that scans that do not fit into a task's heap are told apart from those that do. */
class PlanReportTest {
  private static PlannedScan scan(String id, long heapBytes) {
    Scan scan =
        new Scan(id, null, new ScanSource.VolumeFile("f.h5", "volume", "f.h5", "seg"), 1, Map.of());
    return new PlannedScan(scan, new ScanHeader(Shape.of(4, 5, 6), 2), 7, 120, heapBytes);
  }

  @Test
  void tellsWhichScansFit() {
    ScanPlan plan =
        new ScanPlan(
            List.of(scan("0000002_V00", 2_000_001), scan("0000001_V00", 2_000_000)),
            List.of(),
            List.of(),
            List.of("Scan 0000002_V00 is cut into many windows"));
    StringWriter out = new StringWriter();

    int code = new PlanReport(plan, 3, 2_000_000, 2).print(new PrintWriter(out));

    assertThat(code).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(out.toString().lines().toList())
        .containsSubsequence(
            "| 0000001_V00 | 4x5x6 |       7 |       3 | 2.0 MB | yes  |",
            "| 0000002_V00 | 4x5x6 |       7 |       3 | 2.0 MB | no   |",
            "2 scans, 14 windows; 2.0 MB of heap per task, 2 at a time in an executor",
            "Scan 0000002_V00 is cut into many windows");
    assertThat(out.toString()).contains("1 scans do not fit: give executors more memory");
  }

  @Test
  void aPlanThatHoldsIsFine() {
    ScanPlan plan = new ScanPlan(List.of(scan("0000001_V00", 1)), List.of(), List.of(), List.of());

    assertThat(new PlanReport(plan, 3, 2, 1).print(new PrintWriter(new StringWriter())))
        .isEqualTo(MedsegSpark.FINE);
  }
}
