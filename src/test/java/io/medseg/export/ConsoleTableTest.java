package io.medseg.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsoleTableTest {
  @Test
  void showsMeansAndPresence() {
    assertThat(ConsoleTable.of(Scores.summary()))
        .isEqualTo(
            """
            +-----------+-------------------+-------------------+
            | metric    |         cartilage |          meniscus |
            +-----------+-------------------+-------------------+
            | DSC       | 0.5000 +/- 0.5000 | 0.3333 +/- 0.5774 |
            | ASSD (mm) | 0.5000 +/- 0.3536 |                 - |
            +-----------+-------------------+-------------------+
            +-----------+-------+---------+--------+--------------+---------------+
            | class     | scans | defined | missed | hallucinated | empty in both |
            +-----------+-------+---------+--------+--------------+---------------+
            | cartilage |     3 |       2 |      1 |            0 |             0 |
            | meniscus  |     3 |       0 |      1 |            1 |             1 |
            +-----------+-------+---------+--------+--------------+---------------+
            """);
  }

  @Test
  void neverGetsWiderThanAHundred() {
    List<String> classes =
        IntStream.range(0, 9).mapToObj(i -> "a class with quite a long name, number " + i).toList();
    EvaluationSummary summary =
        new EvaluationSummary(
            List.of(new MetricLabel("A_METRIC_OF_A_LONG_NAME", "mm")),
            classes,
            List.of(
                Scores.scan(
                    "a",
                    List.of(new double[9]),
                    Collections.nCopies(9, new ClassCounts(1, 1, 1)))));
    String text = ConsoleTable.of(summary);
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    assertThat(text).contains("number 8", "0.0000");
  }
}
