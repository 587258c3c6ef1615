package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.export.html.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the compare job reads what the evaluate job writes, and that its page works. */
class CompareJobIT {
  @TempDir static Path folder;

  private static JobRunner.Result printed;

  @BeforeAll
  static void run() {
    Phantoms phantoms = Phantoms.in(folder).volumes(1, 2, 3);
    JobRunner.local().run(phantoms.evaluate("a", "--run-id=before")).fine();
    JobRunner.local().run(phantoms.evaluate("b", "--postprocess=min-size=40")).fine();
    printed = compare("--output=" + folder.resolve("change")).fine();
  }

  private static JobRunner.Result compare(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("compare", folder.resolve("a").toString(), folder.resolve("b").toString()));
    arguments.addAll(List.of(more));
    return JobRunner.local().run(arguments);
  }

  @Test
  void printsAndWritesWhatChanged() {
    Results change = new Results(folder.resolve("change"));

    assertThat(printed.err()).isEmpty();
    assertThat(printed.out())
        .contains("A: " + folder.resolve("a"), "  postprocessing: none -> min-size:")
        .contains("femoral cartilage", "3 scans are in both runs, 0 only in A, 0 only in B.")
        .contains("compare.json and compare.html are in " + folder.resolve("change"));
    assertThat(change.names()).containsExactly("compare.html", "compare.json");
    assertThat(change.json("compare.json").at("/a/run_id").asText()).isEqualTo("before");
    assertThat(change.json("compare.json").at("/differences")).hasSize(6 * 3);
  }

  @Test
  void refusesWhatItCannotCompareInOneLine() {
    assertThat(compare("--metric=DICE").refusal())
        .isEqualTo(
            "Invalid --metric: 'DICE'; both runs have DSC, VOE, CV, ASSD, Precision, Recall");
    assertThat(
            JobRunner.local()
                .run(List.of("compare", folder.toString(), folder.resolve("a").toString()))
                .refusal())
        .isEqualTo(
            "Cannot read run "
                + folder
                + ": it is not the folder of a run that ended: there is no run.json");
  }

  @Test
  void pageSortsInABrowser() throws IOException {
    try (Browser browser = Browser.start(folder)) {
      browser.open(folder.resolve("change/compare.html"), 400);
      browser.click("table.sortable th:nth-child(4) button");

      assertThat(browser.texts("table.sortable tbody td:nth-child(4)")).hasSize(18).isSorted();
      assertThat(browser.texts("[aria-sort=ascending]")).hasSize(1);
      assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(400);
      assertThat(browser.console()).isEmpty();
      assertThat(browser.requests()).allMatch(address -> !address.startsWith("http"));
    }
  }
}
