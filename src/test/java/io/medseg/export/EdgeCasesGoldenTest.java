package io.medseg.export;

import static io.medseg.export.EvaluationGoldenTest.assertClose;
import static io.medseg.export.GoldenEvaluation.keys;
import static io.medseg.export.GoldenEvaluation.number;
import static io.medseg.export.GoldenEvaluation.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jhdf.HdfFile;
import io.medseg.evaluation.Background;
import io.medseg.evaluation.Decision;
import io.medseg.evaluation.EvaluatedScan;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.LabelSink;
import io.medseg.evaluation.ScanScores;
import io.medseg.evaluation.SemSegEvaluator;
import io.medseg.export.GoldenEvaluation.Values;
import io.medseg.metric.Assd;
import io.medseg.metric.AssdPooled;
import io.medseg.metric.Connectivity;
import io.medseg.metric.MaskComparison;
import io.medseg.metric.Metric;
import io.medseg.metric.Metrics;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Empty, full, hollow, far and single-voxel masks against the recorded values. One difference is
 * decided: where a mask is empty the reference's ASSD raises, ours is NaN.
 */
@Tag("golden")
class EdgeCasesGoldenTest {
  private static final String ASSD_040 = "ASSD_medpy_0.4.0";
  private static final String ASSD_052 = "ASSD_medpy_0.5.2";

  @TestFactory
  Stream<DynamicTest> pairs() {
    JsonNode pairs = recorded().get("single_class");
    return StreamSupport.stream(pairs.spliterator(), false)
        .map(
            pair ->
                DynamicTest.dynamicTest(
                    pair.get("y_pred").asText() + " against " + pair.get("y_true").asText(),
                    () -> checkPair(pair)));
  }

  private static JsonNode recorded() {
    return GoldenEvaluation.json(GoldenEvaluation.evaluations().resolve("edge_cases.json"));
  }

  private static void checkPair(JsonNode pair) {
    try (HdfFile file = new HdfFile(GoldenEvaluation.evaluations().resolve("edge_cases.h5"))) {
      Values prediction = Values.read(file, pair.get("y_pred").asText());
      Values truth = Values.read(file, pair.get("y_true").asText());
      MaskComparison comparison =
          new MaskComparison(prediction.mask(), truth.mask(), 0, Spacing.UNIT);
      for (String name : keys(pair)) {
        if (pair.get(name).has("value")) {
          double found = Metrics.create(List.of(name)).get(0).value(comparison);
          double expected = number(pair.get(name).get("value"));
          assertClose(name, new double[] {found}, new double[] {expected}, 1e-12);
        }
      }
      // A picture has no counterpart here: a scan is HxWxD, and in medpy, too, the surface of
      // HxWx1 is not that of HxW.
      if (prediction.shape().length == 3) {
        checkDistances(pair.get(ASSD_040), new Assd(), prediction.mask(), truth.mask());
        checkDistances(pair.get(ASSD_052), new AssdPooled(), prediction.mask(), truth.mask());
      }
    }
  }

  private static void checkDistances(
      JsonNode cases, Metric metric, MaskVolume prediction, MaskVolume truth) {
    assertThat(cases).isNotEmpty();
    for (JsonNode one : cases) {
      int steps = one.get("connectivity").isNull() ? 1 : one.get("connectivity").asInt();
      MaskComparison comparison =
          new MaskComparison(
              prediction,
              truth,
              0,
              GoldenEvaluation.spacing(one.get("spacing")),
              Connectivity.values()[steps - 1]);
      double expected = one.has("raises") ? Double.NaN : number(one.get("value"));
      assertClose(
          metric.name() + " " + one,
          new double[] {metric.value(comparison)},
          new double[] {expected},
          1e-9);
    }
  }

  @TestFactory
  Stream<DynamicTest> classesWithEmptyMasks() {
    JsonNode cases = recorded().get("multi_class");
    return keys(cases).stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> checkClasses(name, cases.get(name))));
  }

  private static void checkClasses(String name, JsonNode recorded) throws IOException {
    JsonNode expected = recorded.get("without_ASSD").get("value");
    List<Metric> metrics = Metrics.create(keys(expected.get("per_scan")));
    String csv = expected.get("csv").asText();
    String scanId = csv.lines().toList().get(1).split(",", 2)[0];
    Values prediction;
    MaskVolume truth;
    try (HdfFile file = multiclass()) {
      prediction = Values.read(file, name + "/y_pred");
      truth = Values.read(file, name + "/y_true").classes();
    }
    EvaluatedScan scan =
        new EvaluatedScan(scanId, null, prediction.classes(), truth, Spacing.UNIT, 0, 0);
    ScanScores scores = new SemSegEvaluator().score(scan, metrics);
    for (int m = 0; m < metrics.size(); m++) {
      double[] values = numbers(expected.get("per_scan").get(metrics.get(m).name()));
      assertClose(metrics.get(m).name(), scores.values().get(m), values, 1e-12);
    }
    List<String> categories =
        List.of(csv.lines().findFirst().orElseThrow().substring(2).split(","));
    EvaluationSummary summary = EvaluationSummary.of(metrics, categories, List.of(scores));
    assertThat(EvaluationGoldenTest.written(new MetricsCsv(summary))).isEqualTo(csv);
    assertThat(EvaluationGoldenTest.written(new ResultsText(summary, "", "")))
        .contains(") = " + expected.get("scan_summary").asText() + "\n");
    checkDistancesOfEmptyClasses(scan);
  }

  /** The reference raises for all classes; ours is NaN for those with an empty mask alone. */
  private static void checkDistancesOfEmptyClasses(EvaluatedScan scan) {
    double[] found = new SemSegEvaluator().score(scan, List.of(new Assd())).values().get(0);
    for (int c = 0; c < found.length; c++) {
      boolean defined = scan.labels().count(c) > 0 && scan.truth().count(c) > 0;
      assertThat(Double.isNaN(found[c])).as("class %s", c).isEqualTo(!defined);
    }
  }

  private static HdfFile multiclass() {
    return new HdfFile(GoldenEvaluation.evaluations().resolve("edge_cases_multiclass.h5"));
  }

  /** Predictions are 0.8 y_pred + 0.1 of the cases that "source" names, decided by sigmoid. */
  @TestFactory
  Stream<DynamicTest> evaluatorOutputWithUndefinedCells() {
    return GoldenEvaluation.foldersWith(GoldenEvaluation.evaluations(), "metrics.json").stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(), () -> checkEvaluatorOutput(folder)));
  }

  private static void checkEvaluatorOutput(Path folder) throws IOException {
    JsonNode recorded = GoldenEvaluation.json(folder.resolve("metrics.json"));
    List<Metric> metrics = Metrics.create(GoldenEvaluation.strings(recorded.get("metrics")));
    List<ScanScores> scores = new ArrayList<>();
    try (HdfFile file = multiclass()) {
      List<String> scans = keys(recorded.get("per_scan"));
      for (int i = 0; i < scans.size(); i++) {
        String name = recorded.get("source").get(scans.get(i)).asText();
        double seconds = recorded.get("runtimes").get(i).asDouble();
        scores.add(score(file, name, scans.get(i), seconds, metrics));
      }
    }
    List<String> categories = GoldenEvaluation.strings(recorded.get("class_names"));
    EvaluationSummary summary = EvaluationSummary.of(metrics, categories, scores);
    EvaluationGoldenTest.checkFiles(summary, folder);
  }

  private static ScanScores score(
      HdfFile file, String name, String scan, double seconds, List<Metric> metrics) {
    Values prediction = Values.read(file, name + "/y_pred");
    for (int i = 0; i < prediction.values().length; i++) {
      prediction.values()[i] = 0.8f * prediction.values()[i] + 0.1f;
    }
    LabelSink sink =
        new LabelSink(
            Decision.SIGMOID, prediction.volume(3), prediction.shape()[3], Background.ABSENT);
    prediction.slices().forEach(sink::accept);
    MaskVolume truth = Values.read(file, name + "/y_true").classes();
    return new SemSegEvaluator()
        .score(
            new EvaluatedScan(scan, null, sink.labels(), truth, Spacing.UNIT, 0, seconds), metrics);
  }
}
