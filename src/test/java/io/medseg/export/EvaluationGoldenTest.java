package io.medseg.export;

import static io.medseg.export.GoldenEvaluation.keys;
import static io.medseg.export.GoldenEvaluation.numbers;
import static io.medseg.export.GoldenEvaluation.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.jhdf.HdfFile;
import io.medseg.evaluation.Background;
import io.medseg.evaluation.Decision;
import io.medseg.evaluation.EvaluatedScan;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.Evaluators;
import io.medseg.evaluation.LabelSink;
import io.medseg.evaluation.ScanScores;
import io.medseg.export.GoldenEvaluation.Values;
import io.medseg.metric.Assd;
import io.medseg.metric.AssdPooled;
import io.medseg.metric.ClassComparison;
import io.medseg.metric.Metric;
import io.medseg.metric.Metrics;
import io.medseg.volume.MaskVolume;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Evaluates the recorded predictions and compares values, metrics.csv and results.txt with what
 * MedSegPy wrote, for both of its definitions of ASSD.
 */
@Tag("golden")
class EvaluationGoldenTest {
  /** The pooled definition under the name that the reference gives it. */
  private record PooledNamedAssd() implements Metric {
    @Override
    public String name() {
      return new Assd().name();
    }

    @Override
    public String unit() {
      return new Assd().unit();
    }

    @Override
    public double value(ClassComparison comparison) {
      return new AssdPooled().value(comparison);
    }
  }

  @TestFactory
  Stream<DynamicTest> runs() {
    Path evaluations = GoldenEvaluation.evaluations();
    return keys(GoldenEvaluation.json(evaluations.resolve("case.json")).get("runs")).stream()
        .flatMap(
            run ->
                GoldenEvaluation.foldersWith(evaluations.resolve(run), "metrics.json").stream()
                    .map(
                        folder ->
                            DynamicTest.dynamicTest(
                                run + "/" + folder.getFileName(), () -> check(run, folder))));
  }

  private static void check(String run, Path folder) throws IOException {
    JsonNode recorded = GoldenEvaluation.json(folder.resolve("metrics.json"));
    List<Metric> metrics = metrics(recorded);
    List<ScanScores> scores = new ArrayList<>();
    Path source = GoldenEvaluation.root().resolve(recorded.get("source").asText());
    try (HdfFile file = new HdfFile(source)) {
      List<String> scans = keys(recorded.get("per_scan"));
      for (int i = 0; i < scans.size(); i++) {
        scores.add(score(run, file, scans.get(i), i, recorded, metrics));
      }
    }
    EvaluationSummary summary =
        EvaluationSummary.of(metrics, strings(recorded.get("class_names")), scores);
    checkMeans(summary, recorded);
    checkFiles(summary, folder);
  }

  private static List<Metric> metrics(JsonNode recorded) {
    String medpy = recorded.path("medpy").asText("0.4.0");
    boolean pooled = Stream.of("0.3", "0.4", "0.5.0", "0.5.1").noneMatch(medpy::startsWith);
    return strings(recorded.get("metrics")).stream()
        .map(
            name ->
                pooled && name.equals("ASSD")
                    ? new PooledNamedAssd()
                    : Metrics.create(List.of(name)).get(0))
        .toList();
  }

  private static ScanScores score(
      String run, HdfFile file, String scan, int index, JsonNode recorded, List<Metric> metrics) {
    JsonNode config = recorded.get("config");
    Background background =
        config.path("INCLUDE_BACKGROUND").asBoolean()
            ? Background.FIRST_CHANNEL
            : Background.ABSENT;
    Decision decision =
        Decision.valueOf(config.get("LOSS").get(1).asText().toUpperCase(Locale.ROOT));
    Values prediction = Values.read(file, scan + "/y_pred");
    LabelSink sink =
        new LabelSink(decision, prediction.volume(3), prediction.shape()[3], background);
    prediction.slices().forEach(sink::accept);
    checkLabels(run, scan, sink.labels());
    MaskVolume truth = Values.read(file, scan + "/y_true").classes();
    JsonNode own = recorded.path("scan_spacing").path(scan).path("scan_spacing");
    EvaluatedScan evaluated =
        new EvaluatedScan(
            scan,
            null,
            sink.labels(),
            background == Background.FIRST_CHANNEL ? truth.withoutFirst() : truth,
            GoldenEvaluation.spacing(own.isMissingNode() ? recorded.get("metadata_spacing") : own),
            0,
            recorded.get("time_elapsed").get(index).asDouble());
    ScanScores scores = Evaluators.create("SemSegEvaluator").score(evaluated, metrics);
    return withRecordedDistances(scores, recorded.get("per_scan").get(scan), metrics);
  }

  private static void checkLabels(String run, String scan, MaskVolume labels) {
    Path recorded = GoldenEvaluation.evaluations().resolve("labels.h5");
    if (!Files.exists(recorded)) {
      return;
    }
    try (HdfFile file = new HdfFile(recorded)) {
      String path = run + "/" + scan + "/labels";
      if (file.getChildren().containsKey(run)) {
        assertThat(labels).as(path).isEqualTo(Values.read(file, path).classes());
      }
    }
  }

  /**
   * Checks the values; then puts recorded distances, which may differ in the last digits, in the
   * place of ours, so that the files can be compared byte for byte. Counts stay ours.
   */
  private static ScanScores withRecordedDistances(
      ScanScores scores, JsonNode recorded, List<Metric> metrics) {
    List<double[]> values = new ArrayList<>();
    for (int m = 0; m < metrics.size(); m++) {
      Metric metric = metrics.get(m);
      double[] expected = numbers(recorded.get(metric.name()));
      double[] found = scores.values().get(m);
      assertClose(scores.scanId() + " " + metric.name(), found, expected, tolerance(metric));
      values.add(metric.unit().equals("mm") ? expected : found);
    }
    return new ScanScores(
        scores.scanId(),
        scores.subjectId(),
        values,
        scores.counts(),
        scores.voxels(),
        scores.uncovered(),
        scores.seconds());
  }

  private static double tolerance(Metric metric) {
    return metric.unit().equals("mm") ? 1e-9 : 1e-12;
  }

  private static void checkMeans(EvaluationSummary summary, JsonNode recorded) {
    for (int m = 0; m < summary.metrics().size(); m++) {
      double[] expected = numbers(recorded.get("overall").get(summary.metrics().get(m).name()));
      double[] found = new double[expected.length];
      for (int c = 0; c < found.length; c++) {
        found[c] = summary.distribution(m, c).mean();
      }
      assertClose("overall " + summary.metrics().get(m).name(), found, expected, 1e-12);
    }
  }

  static void assertClose(String what, double[] found, double[] expected, double relative) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      if (Double.isNaN(expected[i])) {
        assertThat(found[i]).as("%s, class %s", what, i).isNaN();
      } else {
        assertThat(found[i])
            .as("%s, class %s", what, i)
            .isCloseTo(expected[i], within(relative * Math.abs(expected[i])));
      }
    }
  }

  /** Date and weights are the recording's own: they are no results. */
  static void checkFiles(EvaluationSummary summary, Path folder) throws IOException {
    assertThat(written(new MetricsCsv(summary)))
        .isEqualTo(GoldenEvaluation.text(folder.resolve("metrics.csv")));
    String expected = GoldenEvaluation.text(folder.resolve("results.txt"));
    List<String> lines = expected.lines().toList();
    ResultsText results =
        new ResultsText(
            summary,
            lines.get(0).substring("Results generated on ".length()),
            lines.get(1).substring("Weights Loaded: ".length()));
    assertThat(written(results)).isEqualTo(expected);
  }

  static String written(Report report) throws IOException {
    StringWriter text = new StringWriter();
    report.writeTo(text);
    return text.toString();
  }
}
