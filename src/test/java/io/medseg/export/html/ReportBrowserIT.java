package io.medseg.export.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.evaluation.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves in a browser that report.html works: it opens from disk without a word on the console and
 * without asking for anything else, its table sorts by mouse and by keyboard, it fits its window
 * whatever scans and classes are called, and it prints.
 */
class ReportBrowserIT {
  private static final String EVIL = "../\"'><script>document.title = 'evil'</script>";
  private static final List<String> NAMES = List.of(EVIL, "x".repeat(300), "a b");

  /** Columns: scan, seconds, two metrics of two classes; the heads of the classes follow. */
  private static final String FIRST_SCORE = "table.sortable tr:nth-child(2) th:nth-child(1)";

  private static final String SECONDS = "table.sortable tr:nth-child(1) th:nth-child(2)";

  @TempDir static Path folder;

  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.start(folder);
    page =
        Files.writeString(
            folder.resolve("report.html"),
            Pages.html(
                Pages.summary(
                    List.of(new MetricLabel("DSC", ""), new MetricLabel("ASSD", "mm")),
                    List.of("cartilage", "c".repeat(200)),
                    25,
                    i -> i < NAMES.size() ? NAMES.get(i) : "scan " + i),
                List.of(new ScanFailure(EVIL, Stage.READ, EVIL)),
                Pages.NO_PREVIEWS));
  }

  @AfterAll
  static void close() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void opensQuietlyAndAsksForNothing() throws IOException {
    browser.open(page, 1400);

    assertThat(browser.texts("h1")).containsExactly("model on data");
    assertThat(browser.texts("script")).hasSize(1);
    assertThat(browser.run("return document.title").asText()).isEqualTo("model on data");
    assertThat(browser.texts("table.sortable tbody th")).hasSize(25).contains(EVIL);
    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(address -> address.startsWith("file:") || address.startsWith("data:"));
  }

  @Test
  void sortsByMouseWithUndefinedValuesLast() throws IOException {
    browser.open(page, 1400);

    browser.click(FIRST_SCORE + " button");
    List<String> rising = browser.texts("table.sortable tbody td:nth-child(3)");
    browser.click(FIRST_SCORE + " button");
    List<String> falling = browser.texts("table.sortable tbody td:nth-child(3)");

    assertThat(rising.subList(0, 23)).isSorted().doesNotContain("–");
    assertThat(rising.subList(23, 25)).containsOnly("–");
    assertThat(falling.subList(0, 23)).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(falling.subList(23, 25)).containsOnly("–");
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void sortsByKeyboardAndSaysSo() throws IOException {
    browser.open(page, 1400);

    browser.enter(SECONDS + " button");

    assertThat(browser.texts("table.sortable tbody td:nth-child(2)")).isSorted();
    assertThat(browser.texts("[aria-sort=ascending]")).containsExactly("seconds");
    browser.enter(SECONDS + " button");
    assertThat(browser.texts("[aria-sort=descending]")).containsExactly("seconds");
    browser.enter("table.sortable th:first-child button");
    assertThat(browser.texts("[aria-sort=ascending]")).containsExactly("Scan");
    assertThat(browser.texts("table.sortable tbody th")).containsSubsequence("scan 4", "scan 10");
  }

  @Test
  void fitsPhoneAndDesk() throws IOException {
    for (int width : new int[] {400, 1400}) {
      browser.open(page, width);

      assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
      assertThat(browser.run("return document.querySelector('svg').clientWidth").asInt())
          .isBetween(300, 500);
    }
  }

  /** Scores of any size: a sign or digit that is cut off makes another number of a tick. */
  @Test
  void numbersOfTicksAreWhole() throws IOException {
    double[][] values = {{-0.004, 0.0019}, {-123456, 98765}, {0.9999, 0.99999}, {1e-9, 3e12}};
    List<MetricLabel> labels = new ArrayList<>();
    List<ScanScores> scans = new ArrayList<>();
    for (int scan = 0; scan < 2; scan++) {
      List<double[]> ofScan = new ArrayList<>();
      for (double[] ofMetric : values) {
        ofScan.add(new double[] {ofMetric[scan]});
      }
      scans.add(
          new ScanScores("scan " + scan, null, ofScan, List.of(new ClassCounts(1, 1, 1)), 9, 0, 1));
    }
    for (int metric = 0; metric < values.length; metric++) {
      labels.add(new MetricLabel("M" + metric, ""));
    }
    Path ticks = folder.resolve("ticks.html");
    EvaluationSummary summary = new EvaluationSummary(labels, List.of("cartilage"), scans);
    Files.writeString(ticks, Pages.html(summary, List.of(), Pages.NO_PREVIEWS));
    for (int width : new int[] {400, 1400}) {
      browser.open(ticks, width);

      assertThat(browser.texts("svg text.middle")).contains("-0.004", "-0.002", "0");
      assertThat(
              browser
                  .run(
                      """
                      return [...document.querySelectorAll('svg')].map(svg => {
                        const box = svg.getBoundingClientRect();
                        let end = box.left;
                        return [...svg.querySelectorAll('text.middle')].filter(tick => {
                          const own = tick.getBoundingClientRect();
                          const outside = own.left < end - 0.5 || own.right > box.right + 0.5;
                          end = own.right;
                          return outside;
                        }).map(tick => tick.textContent).join();
                      }).join('')""")
                  .asText())
          .isEmpty();
    }
  }

  @Test
  void prints() throws IOException {
    browser.open(page, 1400);

    // "%PDF" in base 64.
    assertThat(browser.print()).startsWith("JVBER").hasSizeGreaterThan(10_000);
  }
}
