package io.medseg.comparison;

import io.medseg.export.JsonText;
import io.medseg.export.Report;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** compare.json: all of a comparison at full precision; null where a number is not defined. */
public record ComparisonJson(RunComparison comparison) implements Report {
  @Override
  public String fileName() {
    return "compare.json";
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    JsonText.STRICT.write(
        Map.of(
            "a", run(comparison.a()),
            "b", run(comparison.b()),
            "scans",
                Map.of(
                    "in_both", comparison.scans().size(),
                    "only_in_a", comparison.onlyInA(),
                    "only_in_b", comparison.onlyInB()),
            "interval", "95 %, Student's t of the paired differences B - A",
            "test", "Wilcoxon signed-rank, two-sided, zeros left out",
            "differences", comparison.differences().stream().map(ComparisonJson::entry).toList(),
            "changed_most", comparison.changes().stream().map(ComparisonJson::entry).toList(),
            "settings", comparison.settings().stream().map(ComparisonJson::entry).toList()),
        out);
  }

  private static Map<String, String> run(RunFolder run) {
    return Map.of("location", run.location(), "run_id", run.id());
  }

  private static Map<String, Object> entry(PairedDifference one) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("metric", one.metric());
    entry.put("category", one.category());
    entry.put("n", one.n());
    entry.put("defined_only_in_a", one.onlyInA());
    entry.put("defined_only_in_b", one.onlyInB());
    entry.put("mean_a", one.meanA());
    entry.put("mean_b", one.meanB());
    entry.put("mean_difference", one.mean());
    entry.put("sd_difference", one.sd());
    entry.put("interval_95", List.of(one.low(), one.high()));
    entry.put("wilcoxon", entry(one.wilcoxon()));
    return entry;
  }

  private static Map<String, Object> entry(Wilcoxon test) {
    return Map.of(
        "statistic", test.statistic(),
        "p", test.p(),
        "method", test.method().name().toLowerCase(Locale.ROOT),
        "zeros", test.zeros());
  }

  private static Map<String, Object> entry(RunComparison.Change change) {
    return Map.of(
        "scan_id", change.scanId(),
        "category", change.category(),
        "metric", change.metric(),
        "a", change.a(),
        "b", change.b(),
        "difference", change.difference());
  }

  private static Map<String, String> entry(RunComparison.Setting setting) {
    return Map.of("path", setting.path(), "a", setting.a(), "b", setting.b());
  }
}
