package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScanNameTest {
  @Test
  void readsSubjectTimePointAndCopy() {
    assertThat(ScanName.in("9311328_V01-Aug04_072.im")).contains(new ScanName(9311328, 1, 4));
    assertThat(ScanName.in("x_0000012_V00.h5")).contains(new ScanName(12, 0, 0));
    assertThat(ScanName.in("123_V.h5")).isEmpty();
    assertThat(ScanName.in("1234567890123456789012_V00")).isEmpty();
  }

  @Test
  void idsHaveTheirUsualWidth() {
    assertThat(new ScanName(12, 3, 0).scanId()).isEqualTo("0000012_V03");
    assertThat(new ScanName(12, 3, 4).scanId()).isEqualTo("0000012_V03-Aug04");
    assertThat(new ScanName(12345678, 0, 0).subjectId()).isEqualTo("12345678");
  }
}
