package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureLimitTest {
  @Test
  void countsScans() {
    FailureLimit two = FailureLimit.parse("2");

    assertThat(two.isExceeded(2, 10)).isFalse();
    assertThat(two.isExceeded(3, 10)).isTrue();
    assertThat(FailureLimit.parse("0").isExceeded(0, 10)).isFalse();
    assertThat(FailureLimit.parse("0").isExceeded(1, 10)).isTrue();
  }

  @Test
  void takesPercentages() {
    FailureLimit some = FailureLimit.parse("2.5%");

    assertThat(some.isExceeded(5, 200)).isFalse();
    assertThat(some.isExceeded(6, 200)).isTrue();
    assertThat(FailureLimit.parse("100%").isExceeded(10, 10)).isFalse();
  }

  @Test
  void isNoneByDefault() {
    assertThat(FailureLimit.parse(null).isExceeded(10, 10)).isFalse();
  }

  @Test
  void refusesWhatIsNeither() {
    for (String text : List.of("", "-1", "many", "101%", "5 %", "1e3", "%")) {
      assertThatThrownBy(() -> FailureLimit.parse(text))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Invalid --max-failures: %s; a number of scans, or a percentage as in 2%%", text);
    }
  }
}
