package io.medseg.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.metric.Metric;
import io.medseg.metric.Metrics;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Spacing;
import java.util.List;
import org.junit.jupiter.api.Test;

class SemSegEvaluatorTest {
  private static final List<Metric> METRICS = Metrics.create(List.of("Recall", "ASSD"));
  private final Evaluator evaluator = Evaluators.create("SemSegEvaluator");

  @Test
  void scoresEachClassWithTheScansSpacing() {
    MaskVolume labels = MaskVolume.empty(4, 5, 6, 3);
    MaskVolume truth = MaskVolume.empty(4, 5, 6, 3);
    labels.set(0, 0, 0, 0);
    truth.set(0, 0, 2, 0);
    labels.set(1, 1, 1, 1);
    truth.set(3, 3, 3, 2);
    ScanScores scores =
        evaluator.score(
            new EvaluatedScan("s", "p", labels, truth, new Spacing(1, 1, 0.7), 9, 2.5), METRICS);
    assertThat(scores.values().get(0)).containsExactly(0, Double.NaN, 0);
    assertThat(scores.values().get(1)).containsExactly(1.4, Double.NaN, Double.NaN);
    assertThat(scores.counts())
        .containsExactly(
            new ClassCounts(1, 1, 0), new ClassCounts(1, 0, 0), new ClassCounts(0, 1, 0));
    assertThat(scores.scanId()).isEqualTo("s");
    assertThat(scores.subjectId()).isEqualTo("p");
    assertThat(scores.voxels()).isEqualTo(120);
    assertThat(scores.uncovered()).isEqualTo(9);
    assertThat(scores.seconds()).isEqualTo(2.5);
  }

  @Test
  void refusesATruthOfAnotherShape() {
    assertThatThrownBy(() -> score(MaskVolume.empty(4, 5, 6, 2), MaskVolume.empty(4, 5, 7, 2)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot score scan s: the prediction is 4x5x6 with 2 classes, the truth 4x5x7 with 2");
  }

  @Test
  void refusesATruthOfOtherClasses() {
    assertThatThrownBy(() -> score(MaskVolume.empty(4, 5, 6, 2), MaskVolume.empty(4, 5, 6, 6)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot score scan s: the prediction is 4x5x6 with 2 classes, the truth 4x5x6 with 6");
  }

  @Test
  void isFoundByName() {
    assertThat(Evaluators.names()).containsExactly("SemSegEvaluator");
    assertThatThrownBy(() -> Evaluators.create("Nope"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid evaluator: Nope; known are SemSegEvaluator");
  }

  private ScanScores score(MaskVolume labels, MaskVolume truth) {
    return evaluator.score(
        new EvaluatedScan("s", null, labels, truth, Spacing.UNIT, 0, 0), METRICS);
  }
}
