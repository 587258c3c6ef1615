package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScanNameTest {
  @Test
  void readsSubjectTimePointAndCopy() {
    assertThat(ScanName.of("9311328_V01-Aug04")).contains(new ScanName(9311328, 1, 4));
    assertThat(ScanName.of("9311328_V01")).contains(new ScanName(9311328, 1, 0));
    assertThat(ScanName.of("1_V0")).contains(new ScanName(1, 0, 0));
    assertThat(ScanName.startOf("9311328_V01-Aug04_072.im")).contains(new ScanName(9311328, 1, 4));
    for (String none : List.of("123_V", "1234567890123456789012_V00", "x_0000012_V00", "")) {
      assertThat(ScanName.of(none)).as(none).isEmpty();
      assertThat(ScanName.startOf(none)).as(none).isEmpty();
    }
  }

  /** A longer name tells its subject only if there is one way to read it. */
  @Test
  void aNameInsideAnotherIsTheOnlyOneOfTheUsualWidth() {
    assertThat(ScanName.inside("knee_1000001_V00_left")).contains(new ScanName(1000001, 0, 0));
    assertThat(ScanName.inside("9000099_V00_LEFT")).contains(new ScanName(9000099, 0, 0));
    assertThat(ScanName.inside("sub-0000012_V03-Aug02 (1)")).contains(new ScanName(12, 3, 2));
    for (String unclear :
        List.of(
            "patient_2021-03-04_V2",
            "patient_20210304_V02",
            "1001-1_V00",
            "1001-0000001_V00",
            "1001_0000001_V00",
            "sub-01_ses-01_V00",
            "0000001_V00_vs_0000002_V01",
            "a0000001_V00",
            "0000001_V00b",
            "0000001_V001",
            "ü0000001_V00")) {
      assertThat(ScanName.inside(unclear)).as(unclear).isEmpty();
    }
  }

  @Test
  void idsHaveTheirUsualWidth() {
    assertThat(new ScanName(12, 3, 0).scanId()).isEqualTo("0000012_V03");
    assertThat(new ScanName(12, 3, 4).scanId()).isEqualTo("0000012_V03-Aug04");
    assertThat(new ScanName(12345678, 0, 0).subjectId()).isEqualTo("12345678");
  }
}
