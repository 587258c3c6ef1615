package io.medseg.export;

import static io.medseg.export.EvaluationGoldenTest.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.evaluation.EvaluationSummary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTextTest {
  @Test
  void hasALinePerScanAndATable() throws IOException {
    assertThat(written(new ResultsText(Scores.summary(), "today", "model.h5")))
        .isEqualTo(
            """
            Results generated on today
            Weights Loaded: model.h5
            ----------------------------------------
            Scan #001 (name = a, 1.50s) = DSC: 0.500, ASSD: 0.250
            Scan #002 (name = b, 1.50s) = DSC: 0.750, ASSD: 0.750
            Scan #003 (name = c, 1.50s) = DSC: 0.000, ASSD: nan
            ----------------------------------------
            ============ Overall Summary ============
                    cartilage    meniscus
            ----  -----------  ----------
            DSC           0.5    0.333333
            ASSD          0.5  nan

            Inference time (Mean +/- Std. Dev.): 1.50 +/- 0.00 seconds.
            """);
  }

  @Test
  void ofNoScanIsStillWritten() throws IOException {
    EvaluationSummary none =
        new EvaluationSummary(Scores.summary().metrics(), List.of("cartilage"), List.of());
    assertThat(written(new ResultsText(none, "today", "model.h5")))
        .contains("DSC           nan\n")
        .endsWith("Inference time (Mean +/- Std. Dev.): nan +/- nan seconds.\n");
  }
}
