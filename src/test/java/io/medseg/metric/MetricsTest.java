package io.medseg.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final double EPSILON = 2.220446049250313e-16;

  private record Counts(long predicted, long truth, long intersection) implements ClassComparison {
    @Override
    public SurfaceDistances surfaceDistances() {
      return predicted == 0 || truth == 0
          ? null
          : new SurfaceDistances(new double[] {1, 2, 6}, new double[] {5});
    }
  }

  /** A metric as a user would bring it. */
  public static final class Doubled implements Metric {
    @Override
    public String name() {
      return "Doubled";
    }

    @Override
    public String unit() {
      return "voxel";
    }

    @Override
    public double value(ClassComparison comparison) {
      return 2.0 * comparison.predicted();
    }
  }

  @Test
  void followFormulas() {
    ClassComparison some = new Counts(6, 4, 3);
    assertThat(value("DSC", some)).isEqualTo((6 + EPSILON) / (10 + EPSILON));
    assertThat(value("VOE", some)).isEqualTo(1 - 3 / 7.0);
    assertThat(value("CV", some)).isEqualTo(0.2);
    assertThat(value("Precision", some)).isEqualTo(0.5);
    assertThat(value("Recall", some)).isEqualTo(0.75);
    assertThat(value("ASSD", some)).isEqualTo(4);
    assertThat(value("ASSD_POOLED", some)).isEqualTo(3.5);
  }

  @Test
  void ofAnEmptyPredictionAreThoseOfTheReference() {
    ClassComparison missed = new Counts(0, 59, 0);
    assertThat(value("DSC", missed)).isEqualTo(3.7634678800852764e-18);
    assertThat(value("VOE", missed)).isEqualTo(1);
    assertThat(value("CV", missed)).isEqualTo(1);
    assertThat(value("Precision", missed)).isNaN();
    assertThat(value("Recall", missed)).isZero();
    assertThat(value("ASSD", missed)).isNaN();
    assertThat(value("ASSD_POOLED", missed)).isNaN();
  }

  @Test
  void ofTwoEmptyMasksAreThoseOfTheReference() {
    ClassComparison empty = new Counts(0, 0, 0);
    assertThat(value("DSC", empty)).isEqualTo(1);
    for (String name : List.of("VOE", "CV", "Precision", "Recall", "ASSD", "ASSD_POOLED")) {
      assertThat(value(name, empty)).as(name).isNaN();
    }
  }

  @Test
  void keepTheOrderInWhichTheyAreNamed() {
    assertThat(Metrics.create(List.of("Recall", "DSC", Doubled.class.getName())))
        .extracting(Metric::name)
        .containsExactly("Recall", "DSC", "Doubled");
  }

  @Test
  void carryUnits() {
    assertThat(Metrics.create(List.of("ASSD", "DSC")))
        .extracting(Metric::unit)
        .containsExactly("mm", "");
  }

  @Test
  void refuseUnknownNamesAndListTheKnown() {
    assertThatThrownBy(() -> Metrics.create(List.of("DSC", "Nope")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Invalid metric: Nope; known are DSC, VOE, ASSD, CV, Precision, Recall, ASSD_POOLED");
  }

  /** A metric that forgot its name. */
  public static final class Nameless implements Metric {
    @Override
    public String name() {
      return null;
    }

    @Override
    public String unit() {
      return "";
    }

    @Override
    public double value(ClassComparison comparison) {
      return 1;
    }
  }

  @Test
  void refuseAMetricWithoutAName() {
    String name = Nameless.class.getName();
    assertThatThrownBy(() -> Metrics.create(List.of("DSC", name)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Invalid TEST_METRICS: metric "
                + name
                + " has name 'null' and unit ''; results need a name");
  }

  /** A metric that is not finished. */
  public static final class Unfinished implements Metric {
    @Override
    public String name() {
      throw new UnsupportedOperationException("to do");
    }

    @Override
    public String unit() {
      return "";
    }

    @Override
    public double value(ClassComparison comparison) {
      return 1;
    }
  }

  /** A metric that does not know good from bad. */
  public static final class Indifferent implements Metric {
    @Override
    public String name() {
      return "indifferent";
    }

    @Override
    public String unit() {
      return "";
    }

    @Override
    public Better better() {
      return null;
    }

    @Override
    public double value(ClassComparison comparison) {
      return 1;
    }
  }

  @Test
  void refuseAMetricThatCannotDescribeItself() {
    assertThatThrownBy(() -> Metrics.create(List.of(Unfinished.class.getName())))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid TEST_METRICS: metric io.medseg.metric.MetricsTest$Unfinished cannot say its"
                + " name, unit and which values are better:"
                + " java.lang.UnsupportedOperationException: to do");
    assertThatThrownBy(() -> Metrics.create(List.of(Indifferent.class.getName())))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid TEST_METRICS: metric io.medseg.metric.MetricsTest$Indifferent does not say"
                + " which values are better");
  }

  @Test
  void refuseANameGivenTwice() {
    assertThatThrownBy(() -> Metrics.create(List.of("DSC", "VOE", "DSC")))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid TEST_METRICS: DSC is named twice");
  }

  @Test
  void refuseAnEmptyList() {
    assertThatThrownBy(() -> Metrics.create(List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid TEST_METRICS: none is named; known are DSC");
  }

  private static double value(String name, ClassComparison comparison) {
    return Metrics.create(List.of(name)).get(0).value(comparison);
  }
}
