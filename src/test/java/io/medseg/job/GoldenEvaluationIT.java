package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the evaluate job, run over the recorded inputs with the recorded models, gives the
 * metrics.csv that MedSegPy wrote: from HDF5 files through TensorFlow, the loader, the decision of
 * labels (sigmoid, and softmax with the background) and the metrics, spacing per dataset and per
 * scan included. With {@code --parity medsegpy}, since its patches overlap by the last.
 */
@Tag("golden")
class GoldenEvaluationIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of the recorded distances; the other metrics are ratios of counts. */
  private static final double TOLERANCE = 1e-9;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> givesWhatMedSegPyWrote() throws IOException {
    Path golden = Path.of(System.getProperty("golden.dir", ""));
    Path evaluations = golden.resolve("G_evaluation");
    assumeTrue(Files.isDirectory(evaluations), "there is no folder " + evaluations);
    List<String> runs = new ArrayList<>();
    JSON.readTree(evaluations.resolve("case.json").toFile())
        .get("runs")
        .fieldNames()
        .forEachRemaining(runs::add);
    assertThat(runs).isNotEmpty();
    return runs.stream()
        .map(run -> DynamicTest.dynamicTest(run, () -> check(golden.toRealPath(), run)));
  }

  private void check(Path golden, String run) throws IOException {
    Path recorded = golden.resolve("G_evaluation").resolve(run).resolve("medpy_0.4.0");
    JsonNode evaluation = JSON.readTree(recorded.resolve("metrics.json").toFile());
    JsonNode variant = variant(golden, evaluation.get("source").asText());
    Phantoms files = Phantoms.in(folder.resolve(run));
    files.write("catalog.yaml", catalog(golden, evaluation, variant));
    files.write("experiment.yaml", experiment(golden, evaluation, variant));

    JobRunner.local().run(files.evaluate("out", "--parity=medsegpy")).fine();

    Map<String, double[]> expected = new Results(recorded).metrics();
    Map<String, double[]> found = new Results(files.path("out")).metrics();
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach(
        (row, values) ->
            assertThat(found.get(row)).as(row).containsExactly(values, within(TOLERANCE)));
  }

  /** The entry of the case whose arrays were evaluated. */
  private static JsonNode variant(Path golden, String source) throws IOException {
    Path arrays = golden.resolve(source);
    JsonNode variants = JSON.readTree(arrays.resolveSibling("case.json").toFile()).get("variants");
    for (Iterator<JsonNode> all = variants.elements(); all.hasNext(); ) {
      JsonNode variant = all.next();
      if (variant.path("file").asText().equals(arrays.getFileName().toString())) {
        return variant;
      }
    }
    throw new IllegalStateException("No variant with the arrays " + source);
  }

  private static String catalog(Path golden, JsonNode evaluation, JsonNode variant) {
    String inputs = variant.get("dataset").asText();
    StringBuilder yaml = new StringBuilder("datasets:\n  - name: recorded\n");
    yaml.append("    root: ").append(golden.resolve("inputs").resolve(inputs)).append('\n');
    yaml.append("    layout: ").append(inputs.startsWith("2d") ? "slices" : "volumes").append('\n');
    if (!evaluation.path("metadata_spacing").isNull()) {
      yaml.append("    spacing: ").append(evaluation.get("metadata_spacing")).append('\n');
    }
    if (!evaluation.path("scan_spacing").isNull()) {
      yaml.append("    scans: ").append(evaluation.get("scan_spacing")).append('\n');
    }
    yaml.append("    categories:\n");
    JsonNode names = evaluation.get("class_names");
    for (int c = 0; c < names.size(); c++) {
      JsonNode channels = evaluation.get("config").get("CATEGORIES").get(c);
      yaml.append("      - {id: %s, name: %s}%n".formatted(channels, names.get(c)));
    }
    return yaml.toString();
  }

  /** JSON is YAML; None is null there. */
  private static String experiment(Path golden, JsonNode evaluation, JsonNode variant) {
    StringBuilder yaml = new StringBuilder();
    variant
        .get("config")
        .fields()
        .forEachRemaining(
            setting -> yaml.append("%s: %s%n".formatted(setting.getKey(), setting.getValue())));
    String model = variant.get("model").asText().replace(".json", "");
    yaml.append("TAG: %s%n".formatted(variant.get("loader")));
    yaml.append("TEST_METRICS: %s%n".formatted(evaluation.get("metrics")));
    yaml.append("TEST_BATCH_SIZE: 4\nTEST_DATASET: recorded\n");
    yaml.append("TEST_WEIGHT_PATH: %s%n".formatted(golden.resolve(model)));
    return yaml.toString();
  }
}
