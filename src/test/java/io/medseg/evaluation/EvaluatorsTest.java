package io.medseg.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorsTest {
  @Test
  void findsTheBuiltInOne() {
    assertThat(Evaluators.create("SemSegEvaluator")).isInstanceOf(SemSegEvaluator.class);
    assertThat(Evaluators.names()).containsExactly("SemSegEvaluator");
  }

  @ParameterizedTest
  @CsvSource({
    "QDESSEvaluator, its T2 relaxation times and tissue volumes",
    "CTEvaluator, its Hounsfield units and cross-sectional areas",
    "CTEvaluatorTTPP, its labels corrected by Hounsfield units"
  })
  void saysWhatOfMedSegPysIsNotComputed(String name, String what) {
    assertThatThrownBy(() -> Evaluators.create(name))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid evaluator: %s: %s are not supported; SemSegEvaluator gives the scores of the"
                    .formatted(name, what)
                + " segmentation (TEST_METRICS)");
  }
}
