package io.medseg.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.InputException;
import io.medseg.export.Report;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {
  private static final String EVIL = "<script>\"'";

  @TempDir Path folder;

  private RunFolder run(String name, String model, String... lines) throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    Files.writeString(
        run.resolve("run.json"),
        "{\"run_id\": \"%s\", \"model\": {\"fingerprint\": \"%s\"}, \"counts\": {\"scans\": %d}}"
            .formatted(name, model, lines.length));
    Files.writeString(run.resolve("metrics.csv"), String.join("\n", lines) + "\n");
    return read(run);
  }

  private static RunFolder read(Path run) {
    return RunFolder.read(run.toString(), new Configuration(false));
  }

  private RunFolder first() throws IOException {
    return run(
        "first",
        "m1",
        ",,a,b",
        "s1,DSC,0.5,0.75",
        "s1,ASSD,1.0,",
        "\"s,2\",DSC,0.25,1.0",
        "\"s,2\",ASSD,2.0,inf",
        "s3,DSC,0.5,0.5",
        "s3,ASSD,1.0,1.0");
  }

  private RunFolder second() throws IOException {
    return run(
        "second",
        "m2",
        ",,b,a",
        "s1,DSC,0.75,0.625",
        "s1,ASSD,,0.5",
        "\"s,2\",DSC,0.5,0.5",
        "\"s,2\",ASSD,2.0,1.0",
        EVIL + ",DSC,0.5,0.5",
        EVIL + ",ASSD,1.0,1.0");
  }

  /** The quote that keeps spreadsheets from running a name is no part of it. */
  @Test
  void quotesInFrontOfFormulasAreTakenAway() throws IOException {
    RunFolder quoted = run("quoted", "m1", ",,'=a,b", "'+s,DSC,-0.5,0.75", "'s,'@m,1.0,-inf");
    RunFolder plain = run("plain", "m1", ",,=a,b", "+s,DSC,-0.5,0.75", "'s,@m,1.0,-inf");

    assertThat(quoted.scores().classes()).containsExactly("=a", "b");
    assertThat(quoted.scores().metrics()).containsExactly("DSC", "@m");
    assertThat(quoted.scores().values().get("+s").get("DSC")).containsExactly(-0.5, 0.75);
    assertThat(quoted.scores().values().keySet()).isEqualTo(plain.scores().values().keySet());
  }

  private static String written(Report report) throws IOException {
    StringWriter out = new StringWriter();
    report.writeTo(out);
    return out.toString();
  }

  @Test
  void pairsByScanAndNameOfClass() throws IOException {
    RunComparison found = RunComparison.of(first(), second(), List.of());

    assertThat(found.scans()).containsExactly("s,2", "s1");
    assertThat(found.onlyInA()).containsExactly("s3");
    assertThat(found.onlyInB()).hasSize(1);
    assertThat(found.differences())
        .extracting(one -> one.metric() + " " + one.category() + " " + one.n() + " " + one.mean())
        .containsExactly("DSC a 2 0.1875", "DSC b 2 -0.25", "ASSD a 2 -0.75", "ASSD b 0 NaN");
    assertThat(found.changes())
        .extracting(change -> change.scanId() + " " + change.category() + " " + change.difference())
        .containsExactly("s,2 b -0.5", "s,2 a 0.25", "s1 a 0.125");
    assertThat(found.settings())
        .containsExactly(new RunComparison.Setting("model.fingerprint", "m1", "m2"));
  }

  @Test
  void metricsCanBeChosen() throws IOException {
    RunComparison found = RunComparison.of(first(), second(), List.of("ASSD", " ASSD"));

    assertThat(found.differences())
        .extracting(PairedDifference::metric)
        .containsExactly("ASSD", "ASSD");
    assertThat(found.changes().get(0).difference()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThatThrownBy(() -> RunComparison.of(found.a(), found.b(), List.of("VOE")))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid --metric: 'VOE'; both runs have DSC, ASSD");
  }

  @Test
  void scoresThatCannotBeMeantAreRefused() {
    assertThatThrownBy(() -> run("words", "m", ",,a", "s1,DSC,high"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("metrics.csv: scan s1, metric DSC: 'high' is not a number");
    assertThatThrownBy(() -> run("twice", "m", ",,a", "s1,DSC,0.5", "s1,DSC,0.75"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("metrics.csv: scan s1 has metric DSC twice");
  }

  @Test
  void aValueThatIsGoneIsTheGreatestChange() throws IOException {
    RunFolder before = run("before", "m", ",,a", "s1,ASSD,0.5", "s2,ASSD,0.25", "s3,ASSD,");
    RunFolder after = run("after", "m", ",,a", "s1,ASSD,0.125", "s2,ASSD,", "s3,ASSD,");
    RunComparison found = RunComparison.of(before, after, List.of());

    assertThat(found.changes())
        .extracting(change -> change.scanId() + " " + change.a() + " " + change.b())
        .containsExactly("s2 0.25 NaN", "s1 0.5 0.125");
    String told = "ASSD of a leaves out scans with a value in one run only: 1 in A, 0 in B.";
    assertThat(ComparisonText.of(found)).contains(told, "  s2, a: ASSD 0.2500 -> – (–)");
    assertThat(written(new ComparisonPage(found))).contains("<p>" + told + "</p>");
    JsonNode json = new ObjectMapper().readTree(written(new ComparisonJson(found)));
    assertThat(json.at("/changed_most/0/b").isNull()).isTrue();
  }

  @Test
  void consoleTextTellsEverything() throws IOException {
    assertThat(ComparisonText.of(RunComparison.of(first(), second(), List.of("DSC"))))
        .contains("A: " + folder.resolve("first"), "  model.fingerprint: m1 -> m2")
        .contains("| DSC    | a     | 2 | 0.3750 | 0.5625 | +0.18750 |")
        .contains("2 scans are in both runs, 1 only in A, 1 only in B. Interval: Student's t")
        .contains("  s,2, b: DSC 1.0000 -> 0.5000 (-0.50000)");
    RunFolder first = read(folder.resolve("first"));
    assertThat(ComparisonText.of(RunComparison.of(first, first, List.of())))
        .contains("Same settings, model and dataset.", "No scan changed.");
  }

  @Test
  void jsonHoldsAllAndNullForWhatIsNotDefined() throws IOException {
    String text = written(new ComparisonJson(RunComparison.of(first(), second(), List.of())));
    JsonNode json = new ObjectMapper().readTree(text);

    assertThat(json.at("/scans/in_both").asInt()).isEqualTo(2);
    assertThat(json.at("/scans/only_in_a/0").asText()).isEqualTo("s3");
    assertThat(json.at("/differences/0/mean_difference").asDouble()).isEqualTo(0.1875);
    assertThat(json.at("/differences/0/wilcoxon/method").asText()).isEqualTo("exact");
    assertThat(json.at("/differences/3/mean_difference").isNull()).isTrue();
    assertThat(json.at("/differences/3/interval_95/0").isNull()).isTrue();
    assertThat(json.at("/settings/0/b").asText()).isEqualTo("m2");
  }

  @Test
  void pageEscapesNames() throws IOException {
    String page = written(new ComparisonPage(RunComparison.of(first(), second(), List.of())));

    assertThat(page)
        .contains("second against first", "&lt;script&gt;&quot;", "+0.18750", "model.fingerprint")
        .doesNotContain(EVIL);
    RunFolder first = read(folder.resolve("first"));
    assertThat(written(new ComparisonPage(RunComparison.of(first, first, List.of()))))
        .contains("Nothing: same settings, model and dataset.", "None changed.");
  }

  @Test
  void whatIsNoRunIsNamed() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> read(empty))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read run "
                + empty
                + ": it is not the folder of a run that ended: there is no run.json");
    Files.writeString(empty.resolve("run.json"), "{}");
    assertThatThrownBy(() -> read(empty)).hasMessageEndingWith("there is no metrics.csv");
    Files.writeString(empty.resolve("metrics.csv"), "a,b\n");
    assertThatThrownBy(() -> read(empty))
        .hasMessageStartingWith("Cannot read scores ")
        .hasMessageEndingWith("metrics.csv: its first line names no classes");
    Files.writeString(empty.resolve("metrics.csv"), ",,a\ns1,DSC,good\n");
    assertThatThrownBy(() -> read(empty)).hasMessageContaining("'good'");
    Files.writeString(empty.resolve("metrics.csv"), ",,a\ns1,DSC,1,2\n");
    assertThatThrownBy(() -> read(empty))
        .hasMessageEndingWith("scan s1 has not a value for every class");
  }

  @Test
  void runsThatDoNotFitAreNamed() throws IOException {
    RunFolder first = first();
    RunFolder classes = run("classes", "m", ",,a,c", "s1,DSC,1,1", "s1,ASSD,1,1");
    RunFolder metrics = run("metrics", "m", ",,a,b", "s1,DSC,1,1", "s1,VOE,1,1");
    RunFolder scans = run("scans", "m", ",,a,b", "t1,DSC,1,1", "t1,ASSD,1,1");
    String cannot = "Cannot compare " + first.location() + " with ";

    assertThatThrownBy(() -> RunComparison.of(first, classes, List.of()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            cannot
                + classes.location()
                + ": they have other classes; only in the first: b; only in the second: c");
    assertThatThrownBy(() -> RunComparison.of(first, metrics, List.of()))
        .hasMessage(
            cannot
                + metrics.location()
                + ": they have other metrics; only in the first: ASSD; only in the second: VOE;"
                + " --metric NAME compares one that both have");
    assertThatThrownBy(() -> RunComparison.of(first, scans, List.of()))
        .hasMessage(
            cannot
                + scans.location()
                + ": no scan is in both: "
                + first.location()
                + " has 3, as s,2; "
                + scans.location()
                + " has 1, as t1");
  }
}
