package io.medseg.export.html;

import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Reports of scores that are made up. */
final class Pages {
  static final Function<String, Optional<byte[]>> NO_PREVIEWS = scan -> Optional.empty();

  private Pages() {}

  /** Scores between 0.5 and 1, the same in every run; a class is missed in every tenth scan. */
  static EvaluationSummary summary(
      List<MetricLabel> metrics, List<String> classes, int scans, IntFunction<String> ids) {
    Random random = new Random(7);
    List<ScanScores> scores = new ArrayList<>();
    for (int i = 0; i < scans; i++) {
      scores.add(scan(ids.apply(i), metrics.size(), classes.size(), i % 10 == 9, random));
    }
    return new EvaluationSummary(metrics, classes, scores);
  }

  private static ScanScores scan(
      String id, int metrics, int classes, boolean isMissed, Random random) {
    List<double[]> values = new ArrayList<>();
    for (int m = 0; m < metrics; m++) {
      double[] ofMetric = random.doubles(classes, 0.5, 1).toArray();
      if (isMissed) {
        ofMetric[0] = Double.NaN;
      }
      values.add(ofMetric);
    }
    List<ClassCounts> counts =
        IntStream.range(0, classes)
            .mapToObj(c -> new ClassCounts(isMissed && c == 0 ? 0 : 90, 100, 0))
            .toList();
    return new ScanScores(id, null, values, counts, 1000, 0, random.nextDouble());
  }

  static RunFacts facts() {
    return new RunFacts(
        "model on data",
        List.of(new RunFacts.Fact("Run", "one")),
        List.of("3 elements of <b>1</b> scan gave the model NaN"),
        List.of(new RunFacts.Phase("read", 1), new RunFacts.Phase("model", 3)),
        Map.of("dataset", Map.of("scans", List.of("a"), "name", "d"), "model", Map.of()));
  }

  static String html(
      EvaluationSummary summary,
      List<ScanFailure> failures,
      Function<String, Optional<byte[]>> previews)
      throws IOException {
    StringWriter out = new StringWriter();
    new EvaluationReport(summary, failures, facts(), previews).writeTo(out);
    return out.toString();
  }
}
