package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MaskValuesTest {
  private static final String WHERE = "dataset /seg of /data/0000001_V00.h5";

  private static Scan scan(Map<String, Object> overrides) {
    ScanSource source = new ScanSource.VolumeFile("/data/0000001_V00.h5", null, null, null);
    return new Scan("0000001_V00", null, source, 1, overrides);
  }

  private static MaskValues.Channel channel(int number, double... values) {
    return new MaskValues.Channel(
        number,
        WHERE,
        DoubleStream.of(values).boxed().toList(),
        MaskValues.Completeness.ALL,
        values.length);
  }

  @Test
  void refusesSeveralValuesBesideZeroInAChannelThatMatters() {
    MaskValues labels = new MaskValues(List.of(channel(0, 255), channel(2, 1, 2, 3)));

    assertThatCode(() -> labels.check(scan(Map.of()), List.of(0, 1))).doesNotThrowAnyException();
    assertThatThrownBy(() -> labels.check(scan(Map.of()), List.of(2, 0)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot use the masks of scan 0000001_V00: channel 2 of "
                + WHERE
                + " holds 1, 2, 3 beside 0; expected 0 and one other value, as a channel is one class. Write a channel of 0 and 1 for each class; if every value but 0 is meant to be in the class, give the dataset mask_values: nonzero in the catalog");
  }

  @Test
  void takesThemWhereTheCatalogSaysSo() {
    MaskValues labels = new MaskValues(List.of(channel(0, -1, 1)));
    Scan meant = scan(Map.of("scan_mask_values", "nonzero"));

    assertThatCode(() -> labels.check(meant, List.of(0))).doesNotThrowAnyException();
    assertThat(labels.problem(scan(Map.of("scan_mask_values", "binary")), List.of(0)))
        .hasValueSatisfying(problem -> assertThat(problem).contains("holds -1, 1 beside 0;"));
  }

  @Test
  void showsValuesAsTheyWereWritten() {
    assertThat(channel(0, -1, (float) 0.05, 0.1, 255, 1e10).text())
        .isEqualTo("-1, 0.05, 0.1, 255, 1.0E10");
    assertThat(
            new MaskValues.Channel(0, WHERE, List.of(1.0, 2.0), MaskValues.Completeness.FIRST, 9)
                .text())
        .isEqualTo("1, 2, ...");
  }
}
