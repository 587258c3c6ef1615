package io.medseg.export.html;

import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.ScanFailure;
import io.medseg.export.Report;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * report.html: the run in one page of at most 5 MB that opens from disk, on a phone and in print.
 *
 * @param failures scans without a result
 * @param previews the overlay image (PNG) of a scan, by its id, where there is one
 */
public record EvaluationReport(
    EvaluationSummary summary,
    List<ScanFailure> failures,
    RunFacts facts,
    Function<String, Optional<byte[]>> previews)
    implements Report {
  private static final int MOST_FAILURES = 300;
  private static final int MESSAGE = 600;

  /** A list of thousands of inputs is for programs, its hash is here; warnings stand above. */
  private static final Set<String> FOR_PROGRAMS = Set.of("dataset.scans", "warnings");

  /** What the template names. */
  private record Content(
      String title,
      List<RunFacts.Fact> facts,
      boolean hasWarnings,
      List<String> warnings,
      MetricTable metrics,
      List<MetricPlot> plots,
      String firstMetric,
      boolean hasExamples,
      List<Example> examples,
      boolean hasFailures,
      List<Failure> failures,
      String moreFailures,
      ScanTable scans,
      TimeBars times,
      List<Flattened.Entry> configuration) {}

  /** A scan worth a look; {@code image} is empty without one. */
  private record Example(String kind, String scanId, String score, String image) {}

  private record Failure(String scanId, String stage, String message) {}

  @Override
  public String fileName() {
    return "report.html";
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    RankedScans ranking = new RankedScans(summary);
    List<Example> examples = examples(ranking);
    HtmlPage.write(
        "evaluation",
        new Content(
            facts.title(),
            facts.facts(),
            !facts.warnings().isEmpty(),
            facts.warnings(),
            MetricTable.of(summary),
            IntStream.range(0, summary.metrics().size())
                .mapToObj(metric -> MetricPlot.of(summary, metric))
                .toList(),
            summary.metrics().isEmpty() ? "" : summary.metrics().get(0).title(),
            !examples.isEmpty(),
            examples,
            !failures.isEmpty(),
            shownFailures(),
            moreFailures(),
            ScanTable.of(summary, ranking),
            TimeBars.of(facts.phases()),
            Flattened.of(facts.configuration(), FOR_PROGRAMS)),
        out);
  }

  private List<Example> examples(RankedScans ranking) {
    PreviewImages images = new PreviewImages(previews);
    return ranking.examples().stream()
        .map(
            example ->
                new Example(
                    example.kind(),
                    example.scan().scanId(),
                    ShownNumber.score(example.score()),
                    images.uri(example.scan().scanId())))
        .toList();
  }

  private List<Failure> shownFailures() {
    return failures.stream()
        .sorted(Comparator.comparing(ScanFailure::scanId))
        .limit(MOST_FAILURES)
        .map(
            failure ->
                new Failure(
                    failure.scanId(),
                    failure.stage().name().toLowerCase(Locale.ROOT),
                    ShortText.of(String.valueOf(failure.message()), MESSAGE)))
        .toList();
  }

  private String moreFailures() {
    int more = failures.size() - MOST_FAILURES;
    return more > 0 ? "%s more are in failures.csv.".formatted(more) : "";
  }
}
