package io.medseg.comparison;

import io.medseg.export.Report;
import io.medseg.export.html.HtmlPage;
import io.medseg.export.html.RunFacts.Fact;
import io.medseg.export.html.ShownNumber;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** compare.html: a comparison in one page, in the manner of report.html. */
public record ComparisonPage(RunComparison comparison) implements Report {
  private static final int MOST_SCANS = 200;

  /** What the template names. */
  private record Content(
      String title,
      List<Fact> facts,
      List<Row> differences,
      List<String> leftOut,
      List<DifferencePlot> plots,
      boolean hasChanges,
      List<ChangeRow> changes,
      List<Unpaired> unpaired,
      boolean hasSettings,
      List<RunComparison.Setting> settings) {}

  private record Row(
      String metric,
      String category,
      int n,
      String meanA,
      String meanB,
      String difference,
      String low,
      String high,
      String p) {}

  private record ChangeRow(
      String scanId, String category, String metric, String a, String b, String difference) {}

  /** Scans that one run has and the other not. */
  private record Unpaired(String run, int count, List<String> scans, String more) {}

  @Override
  public String fileName() {
    return "compare.html";
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    HtmlPage.write(
        "comparison",
        new Content(
            comparison.b().id() + " against " + comparison.a().id(),
            List.of(
                new Fact("A", comparison.a().location()),
                new Fact("B", comparison.b().location()),
                new Fact("Scans in both", String.valueOf(comparison.scans().size())),
                new Fact(
                    "Only in one",
                    comparison.onlyInA().size()
                        + " in A, "
                        + comparison.onlyInB().size()
                        + " in B")),
            comparison.differences().stream().map(ComparisonPage::row).toList(),
            comparison.differences().stream()
                .map(PairedDifference::leftOut)
                .filter(line -> !line.isEmpty())
                .toList(),
            plots(),
            !comparison.changes().isEmpty(),
            comparison.changes().stream().map(ComparisonPage::row).toList(),
            List.of(unpaired("A", comparison.onlyInA()), unpaired("B", comparison.onlyInB())),
            !comparison.settings().isEmpty(),
            comparison.settings()),
        out);
  }

  private List<DifferencePlot> plots() {
    Map<String, List<PairedDifference>> byMetric =
        comparison.differences().stream()
            .collect(
                Collectors.groupingBy(
                    PairedDifference::metric, LinkedHashMap::new, Collectors.toList()));
    return byMetric.entrySet().stream()
        .map(metric -> DifferencePlot.of(metric.getKey(), metric.getValue()))
        .toList();
  }

  private static Row row(PairedDifference one) {
    return new Row(
        one.metric(),
        one.category(),
        one.n(),
        ShownNumber.score(one.meanA()),
        ShownNumber.score(one.meanB()),
        ShownNumber.difference(one.mean()),
        ShownNumber.difference(one.low()),
        ShownNumber.difference(one.high()),
        ShownNumber.probability(one.wilcoxon().p()));
  }

  private static ChangeRow row(RunComparison.Change change) {
    return new ChangeRow(
        change.scanId(),
        change.category(),
        change.metric(),
        ShownNumber.score(change.a()),
        ShownNumber.score(change.b()),
        ShownNumber.difference(change.difference()));
  }

  private static Unpaired unpaired(String run, List<String> scans) {
    int more = scans.size() - MOST_SCANS;
    return new Unpaired(
        run,
        scans.size(),
        scans.subList(0, Math.min(MOST_SCANS, scans.size())),
        more > 0 ? "and " + more + " more" : "");
  }
}
