package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScanFormatTest {
  private static final ScanSource FILE = new ScanSource.VolumeFile("a.h5", null, null, null);

  @Test
  void refusesWhatTheLayoutWouldNotFindAgain() {
    assertThatCode(() -> ScanFormat.H5_SLICES.check(scan("0000001_V00", FILE)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> ScanFormat.H5_SLICES.check(scan("MTR_001", FILE)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot write scan MTR_001 as h5-slices: layout slices finds scans by names of the form"
                + " 1000001_V00");
  }

  @Test
  void refusesScansOfSeveralContrasts() {
    ScanSource both = new ScanSource.Contrasts(FILE, List.of(FILE));
    assertThatThrownBy(() -> ScanFormat.H5_VOLUMES.check(scan("0000001_V00", both)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot write scan 0000001_V00 as h5-volumes: it has 2 contrasts, and a scan of layout"
                + " volumes has one image");
  }

  @Test
  void refusesScansNoneOfWhichCanBeWritten() {
    assertThatThrownBy(
            () -> ScanFormat.H5_SLICES.checkAny(List.of(scan("a", FILE), scan("b", FILE))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot write any of 2 scans; of the first: Cannot write scan a as h5-slices: layout slices finds scans by names of the form 1000001_V00");
    assertThatCode(
            () ->
                ScanFormat.H5_SLICES.checkAny(List.of(scan("a", FILE), scan("0000001_V00", FILE))))
        .doesNotThrowAnyException();
  }

  private static Scan scan(String id, ScanSource source) {
    return new Scan(id, null, source, 1, Map.of());
  }
}
