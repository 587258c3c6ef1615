package io.medseg.export;

import static io.medseg.export.EvaluationGoldenTest.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.evaluation.Stage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReportsTest {
  @Test
  void metricsAreOneLinePerScanAndMetricWithBlanksForNaN() throws IOException {
    assertThat(written(new MetricsCsv(Scores.summary())))
        .isEqualTo(
            """
            ,,cartilage,meniscus
            a,DSC,1.0,0.0
            a,ASSD,0.25,
            b,DSC,0.5,1.0
            b,ASSD,0.75,
            c,DSC,0.0,0.0
            c,ASSD,,
            """);
  }

  @Test
  void metricsQuoteOnlyWhatNeedsIt() throws IOException {
    EvaluationSummary summary =
        new EvaluationSummary(List.of(), List.of("a, b", "c \"d\"", "é #"), List.of());
    assertThat(written(new MetricsCsv(summary))).isEqualTo(",,\"a, b\",\"c \"\"d\"\"\",é #\n");
  }

  @Test
  void failuresAreSortedAndQuoted() throws IOException {
    FailuresCsv failures =
        new FailuresCsv(
            List.of(
                new ScanFailure("b", Stage.READ, "Cannot read b.h5: two\nlines"),
                new ScanFailure("a", Stage.PREDICT, "Cannot predict, really")));
    assertThat(failures.fileName()).isEqualTo("failures.csv");
    assertThat(written(failures))
        .isEqualTo(
            """
            scan,stage,message
            a,PREDICT,"Cannot predict, really"
            b,READ,"Cannot read b.h5: two
            lines"
            """);
  }

  /** Numbers stay numbers, also negative ones. */
  @Test
  void textsThatWouldBeFormulasAreQuoted() throws IOException {
    ScanScores scan =
        new ScanScores(
            "=1+1", null, List.of(new double[] {-0.5}), List.of(new ClassCounts(1, 1, 1)), 8, 0, 1);
    EvaluationSummary summary =
        new EvaluationSummary(List.of(new MetricLabel("@m", "")), List.of("+c"), List.of(scan));
    assertThat(written(new MetricsCsv(summary))).isEqualTo(",,'+c\n'=1+1,'@m,-0.5\n");
    assertThat(
            written(
                new FailuresCsv(
                    List.of(
                        new ScanFailure("-2+3,cmd|' /C calc'!A0", Stage.READ, "=HYPERLINK()")))))
        .isEqualTo("scan,stage,message\n\"'-2+3,cmd|' /C calc'!A0\",READ,'=HYPERLINK()\n");
    for (String text : List.of("=a", "'=a", "''-", "\t=", "\rx", "'a", "a=", "", "@\nb")) {
      assertThat(CsvLine.plain(CsvLine.text(text))).isEqualTo(text);
    }
    assertThat(List.of(CsvLine.text("'a"), CsvLine.text("a-b"), CsvLine.text("")))
        .containsExactly("'a", "a-b", "");
  }

  @Test
  void noFailureLeavesTheHeader() throws IOException {
    assertThat(written(new FailuresCsv(List.of()))).isEqualTo("scan,stage,message\n");
  }
}
