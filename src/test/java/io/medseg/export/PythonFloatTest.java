package io.medseg.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected texts are CPython's. */
class PythonFloatTest {
  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0, 1",
    "0.1, 0.1, 0.1",
    "-0.0, -0.0, -0",
    "2e-3, 0.002, 0.002",
    "100.0, 100.0, 100",
    "0.30000000000000004, 0.30000000000000004, 0.3",
    "0.6666666666666666, 0.6666666666666666, 0.666667",
    "1e-4, 0.0001, 0.0001",
    "1e-5, 1e-05, 1e-05",
    "3.7634678800852764e-18, 3.7634678800852764e-18, 3.76347e-18",
    "5.684341886080802e-14, 5.684341886080802e-14, 5.68434e-14",
    "1.7053025658242404e-13, 1.7053025658242404e-13, 1.7053e-13",
    "2.98023223876953125e-8, 2.9802322387695312e-08, 2.98023e-08",
    "4.9e-324, 5e-324, 4.94066e-324",
    "2.2250738585072014e-308, 2.2250738585072014e-308, 2.22507e-308",
    "1.7976931348623157e308, 1.7976931348623157e+308, 1.79769e+308",
    "1e15, 1000000000000000.0, 1e+15",
    "9007199254740993, 9007199254740992.0, 9.0072e+15",
    "1e16, 1e+16, 1e+16",
    "1e22, 1e+22, 1e+22",
    "1e23, 1e+23, 1e+23",
    "123456.5, 123456.5, 123456",
    "999999.5, 999999.5, 1e+06",
    "0.00009999995, 9.999995e-05, 0.0001",
    "-1234565, -1234565.0, -1.23456e+06",
    "NaN, nan, nan",
    "-Infinity, -inf, -inf"
  })
  void printsAsPythonDoes(double value, String repr, String general) {
    assertThat(PythonFloat.repr(value)).isEqualTo(repr);
    assertThat(PythonFloat.general(value)).isEqualTo(general);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0005, 3, 0.001",
    "0.0015, 3, 0.002",
    "0.0025, 3, 0.003",
    "1.005, 2, 1.00",
    "0.125, 2, 0.12",
    "0.375, 2, 0.38",
    "-0.0001, 3, -0.000",
    "NaN, 3, nan"
  })
  void roundsTheBinaryValue(double value, int decimals, String text) {
    assertThat(PythonFloat.fixed(value, decimals)).isEqualTo(text);
  }

  @Test
  void reprReadsBack() {
    Random random = new Random(4);
    for (int i = 0; i < 3000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(PythonFloat.repr(value))).isEqualTo(value);
      }
    }
  }
}
