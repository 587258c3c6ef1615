package io.medseg.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import io.medseg.metric.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationSummaryTest {
  private static final ScanScores FIRST =
      scan("a", 2, new double[] {0.1, Double.NaN}, new ClassCounts(3, 1, 1));
  private static final ScanScores SECOND =
      scan("b", 4, new double[] {0.2, Double.NaN}, new ClassCounts(5, 5, 5));
  private static final ScanScores THIRD =
      scan("c", 6, new double[] {0.3, 0.5}, new ClassCounts(0, 0, 0));

  private static ScanScores scan(String id, double seconds, double[] values, ClassCounts counts) {
    return new ScanScores(id, null, List.of(values), List.of(counts, counts), 27, 0, seconds);
  }

  private static EvaluationSummary summary(ScanScores... scans) {
    return EvaluationSummary.of(Metrics.create(List.of("ASSD")), List.of("x", "y"), List.of(scans));
  }

  @Test
  void doesNotDependOnTheOrderOfTheRows() {
    EvaluationSummary one = summary(THIRD, FIRST, SECOND);
    EvaluationSummary other = summary(SECOND, THIRD, FIRST);
    assertThat(one.scans()).extracting(ScanScores::scanId).containsExactly("a", "b", "c");
    assertThat(one.distribution(0, 0)).isEqualTo(other.distribution(0, 0));
    assertThat(one.metrics()).containsExactly(new MetricLabel("ASSD", "mm"));
  }

  @Test
  void meansLeaveUndefinedValuesOut() {
    EvaluationSummary summary = summary(FIRST, SECOND, THIRD);
    assertThat(summary.distribution(0, 0).mean()).isEqualTo((0.1 + 0.2 + 0.3) / 3);
    assertThat(summary.distribution(0, 1).mean()).isEqualTo(0.5);
    assertThat(summary.distribution(0, 1).defined()).isEqualTo(1);
    assertThat(summary.meanOfScan(FIRST, 0)).isEqualTo(0.1);
    assertThat(summary.mean(0)).isEqualTo(((0.1 + 0.2 + 0.3) / 3 + 0.5) / 2);
    assertThat(summary.seconds().mean()).isEqualTo(4);
  }

  @Test
  void countsWhereAClassIs() {
    ScanScores missed = scan("d", 1, new double[2], new ClassCounts(0, 4, 0));
    ScanScores madeUp = scan("e", 1, new double[2], new ClassCounts(4, 0, 0));
    assertThat(summary(FIRST, SECOND, THIRD, missed, madeUp).presence(1))
        .isEqualTo(new ClassPresence(5, 2, 1, 1, 1));
  }

  @Test
  void reducesVolumesOfTheScansThatHaveAny() {
    Reduction.Reduced reduced = summary(FIRST, SECOND, THIRD).ofVolumes(Reduction.RMS_CV, 0);
    assertThat(reduced).isEqualTo(new Reduction.Reduced(Math.sqrt(0.25 / 2), 2));
  }

  @Test
  void refusesAScanThatIsThereTwice() {
    assertThatThrownBy(() -> summary(FIRST, SECOND, FIRST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid scores: scan a is there twice");
  }

  @Test
  void refusesIncompleteScores() {
    assertThatThrownBy(() -> summary(scan("a", 1, new double[3], new ClassCounts(0, 0, 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid scores of scan a: expected 1 metrics of 2 classes");
  }

  @Test
  void rowsTravel() throws IOException, ClassNotFoundException {
    ScanScores back = (ScanScores) sent(FIRST);
    assertThat(back.values().get(0)).containsExactly(FIRST.values().get(0));
    assertThat(back.counts()).isEqualTo(FIRST.counts());
    ScanFailure failure = new ScanFailure("a", Stage.READ, "Cannot read");
    assertThat(sent(failure)).isEqualTo(failure);
  }

  private static Object sent(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
