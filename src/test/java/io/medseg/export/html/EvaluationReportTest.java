package io.medseg.export.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.evaluation.Distribution;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Proves what is in the page; BrowserIT proves that it works. */
class EvaluationReportTest {
  private static final List<MetricLabel> METRICS =
      List.of(new MetricLabel("DSC", ""), new MetricLabel("ASSD", "mm"));
  private static final List<String> CLASSES = List.of("cartilage", "meniscus");
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};

  private static EvaluationSummary summary(int scans) {
    return Pages.summary(METRICS, CLASSES, scans, i -> "scan %04d".formatted(i));
  }

  private static String page(int scans) throws IOException {
    return Pages.html(summary(scans), List.of(), Pages.NO_PREVIEWS);
  }

  private static List<String> found(String regex, String page) {
    return Pattern.compile(regex, Pattern.DOTALL)
        .matcher(page)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Test
  void warningsStandBeforeTheScores() throws IOException {
    String page = page(3);

    assertThat(page)
        .containsSubsequence(
            "Warnings</h2>",
            "<li>3 elements of &lt;b&gt;1&lt;/b&gt; scan gave the model NaN</li>",
            "Metrics by class</h2>");
  }

  @Test
  void metricsAreThoseOfTheDistributions() throws IOException {
    String page = page(30);

    Distribution assd = summary(30).distribution(1, 0);
    assertThat(assd.defined()).isEqualTo(27);
    assertThat(page)
        .contains(
            "<tr><th scope=\"row\">ASSD (mm)</th><td>%.4f</td><td>%.4f</td><td>%.4f</td><td>%.4f</td><td>%.4f</td><td>27</td></tr>"
                .formatted(
                    assd.mean(),
                    assd.sdDdof1(),
                    assd.median(),
                    assd.percentile5(),
                    assd.percentile95()));
    assertThat(page)
        .contains(
            "30 scans: in prediction and truth 27, missed 3, hallucinated 0, empty in both 0",
            "30 scans: in prediction and truth 30, missed 0, hallucinated 0, empty in both 0");
  }

  @Test
  void everyScanIsARowWithAllItsValues() throws IOException {
    String page = page(12);

    List<String> rows = found("<tr>(<th scope=\"row\" class=\"scan\">.*?)\n", page);
    assertThat(rows).hasSize(12);
    double first = summary(12).scans().get(0).values().get(0)[0];
    assertThat(rows.get(0))
        .startsWith("<th scope=\"row\" class=\"scan\"><div>scan 0000</div></th>");
    assertThat(rows.get(0).split("<td>", -1)).hasSize(1 + 1 + 4).contains("%.4f".formatted(first));
    assertThat(rows.get(9)).contains("<td>–");
  }

  @Test
  void worstAreLowestOfTheFirstMetricOrHighestOfADistance() throws IOException {
    EvaluationSummary summary = summary(30);
    List<String> worst = kinds(Pages.html(summary, List.of(), Pages.NO_PREVIEWS), "Worst");
    EvaluationSummary distances =
        Pages.summary(
            List.of(new MetricLabel("ASSD", "mm")), CLASSES, 30, i -> "scan %04d".formatted(i));
    List<String> furthest = kinds(Pages.html(distances, List.of(), Pages.NO_PREVIEWS), "Worst");

    assertThat(worst).hasSize(3).isSorted();
    assertThat(Double.parseDouble(worst.get(0)))
        .isLessThan(Double.parseDouble(kinds(page(30), "Best").get(2)));
    assertThat(furthest).hasSize(3);
    assertThat(furthest.get(0)).isGreaterThan(furthest.get(1));
  }

  private static List<String> kinds(String page, String kind) {
    return found("<h3>" + kind + " <span class=\"quiet\">(.*?)</span>", page);
  }

  @Test
  void noScanIsAnExampleTwice() throws IOException {
    for (int scans = 0; scans < 12; scans++) {
      List<String> examples = found("</h3>(.*?)\n", page(scans));
      assertThat(examples).doesNotHaveDuplicates();
      assertThat(examples.size()).isEqualTo(scans < 3 ? scans : scans / 3 < 3 ? scans / 3 * 3 : 9);
    }
  }

  @Test
  void previewsGoIntoThePageAsFarAsThereIsRoom() throws IOException {
    byte[] large = PNG.clone();
    byte[] tooLarge = Arrays.copyOf(large, PreviewImages.MOST_OF_ONE + 1);
    byte[] fits = Arrays.copyOf(large, PreviewImages.MOST_OF_ONE);

    assertThat(found("<img src=\"(.*?)\"", previews(PNG)))
        .hasSize(9)
        .allMatch(("data:image/png;base64," + Base64.getEncoder().encodeToString(PNG))::equals);
    assertThat(previews(tooLarge)).doesNotContain("<img");
    assertThat(found("<img src=\"(.*?)\"", previews(fits)))
        .hasSize(PreviewImages.MOST_OF_ALL / PreviewImages.MOST_OF_ONE);
    assertThat(previews("<svg>".getBytes(StandardCharsets.UTF_8))).doesNotContain("<img");
  }

  private static String previews(byte[] file) throws IOException {
    return Pages.html(summary(30), List.of(), scan -> Optional.of(file));
  }

  @Test
  void nothingThatIsShownBecomesMarkup() throws IOException {
    String evil = "a/../b\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{title}}&amp;";
    String page =
        Pages.html(
            Pages.summary(List.of(new MetricLabel(evil, evil)), List.of(evil), 4, i -> evil + i),
            List.of(
                new ScanFailure(evil, Stage.READ, evil), new ScanFailure("b", Stage.READ, null)),
            scan -> Optional.of(PNG));

    assertThat(found("(<script)", page)).hasSize(1);
    assertThat(found("(<img )", page)).hasSize(3);
    assertThat(page)
        .doesNotContain("onerror=alert")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("{{title}}&amp;amp;0")
        .contains("<td class=\"words\">null</td>");
  }

  @Test
  void onlyItsOwnStyleAndScriptMayRunAndNothingMayLoad() throws IOException {
    String page = page(3);

    assertThat(found("Content-Security-Policy\" content=\"(.*?)\"", page).get(0))
        .startsWith("default-src 'none'; img-src data:; style-src 'sha256-")
        .doesNotContain("unsafe");
    assertThat(found("(?:src|href)=\"(.*?)\"", page)).containsExactly("data:,");
    assertThat(page).doesNotContain("http://", "https://", "url(", "@import");
  }

  @Test
  void failuresAreListedToALimit() throws IOException {
    List<ScanFailure> failures =
        IntStream.range(0, 400)
            .mapToObj(i -> new ScanFailure("f" + i, Stage.PREDICT, "x".repeat(5000)))
            .toList();
    String page = Pages.html(summary(3), failures, Pages.NO_PREVIEWS);

    assertThat(found("(<td>predict</td>)", page)).hasSize(300);
    assertThat(page).contains("100 more are in failures.csv.").doesNotContain("x".repeat(600));
    assertThat(page(3)).doesNotContain("Failed scans");
  }

  @Test
  void runWithoutAnyScoreIsAPageToo() throws IOException {
    EvaluationSummary none = new EvaluationSummary(METRICS, CLASSES, List.of());

    String page =
        Pages.html(none, List.of(new ScanFailure("a", Stage.READ, "gone")), Pages.NO_PREVIEWS);

    assertThat(page).contains("gone", "n = 0").doesNotContain("Worst", ">NaN", "\"NaN", "MNaN");
  }

  @Test
  void infiniteValuesAreNamedNotDrawn() throws IOException {
    EvaluationSummary summary = summary(4);
    summary.scans().get(2).values().get(1)[1] = Double.POSITIVE_INFINITY;

    String page = Pages.html(summary, List.of(), Pages.NO_PREVIEWS);

    assertThat(page)
        .contains("n = 3 and 1 × ∞", "<td>∞")
        .doesNotContain(">Infinity", "MNaN", "\"NaN");
  }

  @Test
  void twoThousandScansTakeLessThanFiveMegabytes() throws IOException {
    List<MetricLabel> metrics =
        List.of("DSC", "VOE", "CV", "ASSD", "Precision", "Recall").stream()
            .map(name -> new MetricLabel(name, ""))
            .toList();
    List<String> classes = List.of("a", "b", "c", "d");
    byte[] image = Arrays.copyOf(PNG, PreviewImages.MOST_OF_ONE);
    String page =
        Pages.html(
            Pages.summary(metrics, classes, 2000, i -> "scan of a long name %040d".formatted(i)),
            List.of(),
            scan -> Optional.of(image));
    assertThat(bytes(page)).isLessThan(5_000_000);
    assertThat(found("(class=\"scan\"><div>)", page)).hasSize(2000);

    String names =
        Pages.html(
            Pages.summary(metrics, classes, 2000, i -> "x".repeat(295) + i),
            List.of(),
            scan -> Optional.of(image));
    assertThat(bytes(names)).isLessThan(5_000_000);
    assertThat(found("(class=\"scan\"><div>)", names)).hasSize(2000);
  }

  @Test
  void moreThanFitsKeepsTheWorst() throws IOException {
    EvaluationSummary summary = Pages.summary(METRICS, CLASSES, 9000, i -> "<".repeat(90) + i);

    String page = Pages.html(summary, List.of(), Pages.NO_PREVIEWS);

    assertThat(bytes(page)).isLessThan(5_000_000);
    assertThat(page)
        .containsPattern("These are the worst \\d+ of 9000 scans; metrics.csv holds all");
  }

  @Test
  void configurationIsThereWithoutTheListOfScans() throws IOException {
    assertThat(page(3))
        .contains("<dt>dataset.name</dt><dd>d</dd>", "<dt>model</dt><dd>{}</dd>")
        .doesNotContain("dataset.scans");
  }

  private static int bytes(String page) {
    return page.getBytes(StandardCharsets.UTF_8).length;
  }
}
