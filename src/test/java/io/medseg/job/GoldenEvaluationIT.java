package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.GoldenFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
  /** Versions of medpy whose ASSD is the mean of the two directed means. */
  private static final Pattern MEAN_OF_MEANS = Pattern.compile("0\\.([34]|5\\.[01])");

  /** Of the recorded distances; the other metrics are ratios of counts. */
  private static final double TOLERANCE = 1e-9;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> givesWhatMedSegPyWrote() throws IOException {
    List<Path> evaluations = GoldenFolder.casesWith("runs");
    Path golden = GoldenFolder.root().toRealPath();
    List<Path> runs = new ArrayList<>();
    for (Path evaluation : evaluations) {
      GoldenFolder.json(evaluation.resolve("case.json"))
          .get("runs")
          .fieldNames()
          .forEachRemaining(run -> runs.add(evaluation.resolve(run)));
    }
    assertThat(runs).isNotEmpty();
    return runs.stream()
        .map(run -> DynamicTest.dynamicTest(name(run), () -> check(golden, withMeanOfMeans(run))));
  }

  private static String name(Path run) {
    return run.getFileName().toString();
  }

  /** The recording of a run by the version of medpy that ASSD is defined by. */
  private static Path withMeanOfMeans(Path run) throws IOException {
    try (Stream<Path> recordings = Files.list(run)) {
      return recordings
          .filter(recording -> MEAN_OF_MEANS.matcher(version(recording)).lookingAt())
          .findFirst()
          .orElseThrow();
    }
  }

  private static String version(Path recording) {
    return GoldenFolder.json(recording.resolve("metrics.json")).path("medpy").asText();
  }

  private void check(Path golden, Path recorded) throws IOException {
    JsonNode evaluation = GoldenFolder.json(recorded.resolve("metrics.json"));
    JsonNode variant = variant(golden, evaluation.get("source").asText());
    Phantoms files = Phantoms.in(folder.resolve(name(recorded.getParent())));
    files.write("catalog.yaml", catalog(golden, evaluation, variant));
    files.write("experiment.yaml", experiment(golden, evaluation, variant));

    JobRunner.local().run(files.evaluate("out", "--parity=medsegpy")).fine();

    Map<String, double[]> expected = new Results(recorded).metrics();
    Map<String, double[]> found = new Results(files.path("out")).metrics();
    found.keySet().removeIf(row -> !isOf(variant.get("scans"), row));
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach(
        (row, values) ->
            assertThat(found.get(row)).as(row).containsExactly(values, within(TOLERANCE)));
  }

  /** Whether a row of metrics.csv is of a scan that was recorded; the folder may hold others. */
  private static boolean isOf(JsonNode scans, String row) {
    for (JsonNode scan : scans) {
      if (row.startsWith(scan.asText() + " ")) {
        return true;
      }
    }
    return false;
  }

  /** The entry of the case whose arrays were evaluated. */
  private static JsonNode variant(Path golden, String source) {
    Path arrays = golden.resolve(source);
    JsonNode variants = GoldenFolder.json(arrays.resolveSibling("case.json")).get("variants");
    for (Iterator<JsonNode> all = variants.elements(); all.hasNext(); ) {
      JsonNode variant = all.next();
      if (variant.path("file").asText().equals(arrays.getFileName().toString())) {
        return variant;
      }
    }
    throw new IllegalStateException("No variant with the arrays " + source);
  }

  private static String catalog(Path golden, JsonNode evaluation, JsonNode variant) {
    JsonNode scan =
        GoldenFolder.json(golden.resolve("inputs/datasets.json"))
            .get(variant.get("dataset").asText().split(" ")[0])
            .get(0);
    boolean isSingle = scan.has("singlefile_path");
    Path root =
        isSingle
            ? golden.resolve(scan.get("singlefile_path").asText())
            : golden.resolve(scan.get("file_name").asText()).getParent();
    String layout = isSingle ? "single-file" : scan.has("slice_id") ? "slices" : "volumes";
    StringBuilder yaml = new StringBuilder("datasets:\n  - name: recorded\n");
    yaml.append("    root: ").append(root).append('\n');
    yaml.append("    layout: ").append(layout).append('\n');
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
