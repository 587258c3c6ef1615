package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.medseg.TestProcess;
import io.medseg.experiment.Parity;
import io.medseg.loader.GoldenDifferences;
import io.medseg.loader.GoldenVariant;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the batches that the reference's loaders gave come out of the shards that the job
 * writes, as TensorFlow reads them ({@code tools/check_shards.py}): same arrays, same order, as
 * batches and as single elements, with and without parity.
 */
@Tag("golden")
class PreprocessGoldenIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static List<GoldenVariant> variants;
  private static JavaSparkContext spark;

  @BeforeAll
  static void begin() {
    variants =
        GoldenVariant.all().stream().filter(variant -> variant.kind().equals("batches")).toList();
    assertThat(variants).as("recorded batches in %s", GoldenVariant.root()).isNotEmpty();
    PythonProgram.assume("h5py, numpy, tensorflow");
    spark =
        new JavaSparkContext(
            new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("golden")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    if (spark != null) {
      spark.stop();
    }
  }

  @Test
  void recordedBatchesComeOutOfShards() throws IOException {
    ArrayNode cases = JSON.createArrayNode();
    for (GoldenVariant variant : variants) {
      for (Parity parity : Parity.values()) {
        cases.add(written(variant, parity, "batches"));
      }
      cases.add(written(variant, Parity.NONE, "elements"));
    }
    Path manifest = Files.writeString(folder.resolve("manifest.json"), cases.toString());

    TestProcess.Result check =
        PythonProgram.run(
            JobRunner.home().resolve("tools/check_shards.py").toString(),
            "golden",
            manifest.toString());

    assertThat(check.code()).as(check.output()).isZero();
    assertThat(check.output()).contains(cases.size() + " runs, ").contains(", 0 runs wrong");
  }

  /** Writes shards of a variant; gives what Python has to find in them. */
  private static ObjectNode written(GoldenVariant variant, Parity parity, String records)
      throws IOException {
    String name =
        variant.folder().getFileName() + "-" + variant.name() + "-" + parity + "-" + records;
    Path output = folder.resolve(name);
    run(variant, parity, records, output);
    JsonNode json = variant.json();
    boolean isSmall = parity == Parity.NONE && isSmall(variant);
    int batch = variant.batchSize();
    int batches = json.get("num_batches").asInt();
    int elements = isSmall ? variant.scans().size() : json.get("num_elements").asInt();
    if (records.equals("batches") && !isSmall) {
      elements = Math.min(elements, batches * batch);
    }
    ObjectNode expected = JSON.createObjectNode();
    expected.put("name", name).put("output", output.toString()).put("small", isSmall);
    expected.put("batch", batch).put("batches", batches).put("elements", elements);
    expected.put("arrays", variant.arrays().toString());
    json.get("arrays").fieldNames().forEachRemaining(expected.putArray("names")::add);
    ArrayNode images = expected.putArray("images");
    variant.datasetDicts().forEach(dict -> images.add(file(dict, "file_name").toString()));
    return expected;
  }

  private static boolean isSmall(GoldenVariant variant) {
    JsonNode size = variant.datasetDicts().get(0).get("image_size");
    return size != null
        && GoldenDifferences.isSmall(
            variant, Shape.of(size.get(0).asInt(), size.get(1).asInt(), size.get(2).asInt()));
  }

  private static void run(GoldenVariant variant, Parity parity, String records, Path output)
      throws IOException {
    JsonNode arguments = variant.json().get("loader_args");
    Path inputs = Files.createDirectory(folder.resolve("of-" + output.getFileName()));
    StringWriter out = new StringWriter();
    int code =
        new Preprocess(
                spark,
                new PreprocessRequest(
                    new ExperimentRequest(
                        experiment(inputs, variant).toString(),
                        List.of(),
                        parity,
                        catalog(inputs, variant).toString(),
                        null),
                    "golden",
                    output.toString(),
                    ShardRequests.of(
                        "--records=" + records,
                        "--order=ascending",
                        "--form=" + (arguments.get("is_test").asBoolean() ? "testing" : "training"),
                        "--last-batch="
                            + (arguments.path("drop_last").asBoolean() ? "drop" : "keep"),
                        "--shard-size=200k"),
                    PreprocessRequest.Earlier.REPLACE),
                new PrintWriter(out, true))
            .run();
    assertThat(code).as("%s%n%s", output.getFileName(), out).isZero();
  }

  /** YAML takes JSON. */
  private static Path experiment(Path inputs, GoldenVariant variant) throws IOException {
    ObjectNode settings = variant.config().deepCopy();
    settings.put("TAG", variant.loader());
    settings.put("TRAIN_BATCH_SIZE", variant.batchSize());
    settings.put("TEST_BATCH_SIZE", variant.batchSize());
    return Files.writeString(inputs.resolve("experiment.yaml"), settings.toString());
  }

  private static Path catalog(Path inputs, GoldenVariant variant) throws IOException {
    JsonNode first = variant.datasetDicts().get(0);
    ObjectNode dataset = JSON.createObjectNode().put("name", "golden");
    if (first.has("singlefile_path")) {
      dataset.put("layout", "single-file").put("root", file(first, "singlefile_path").toString());
    } else {
      dataset.put("layout", first.has("slice_id") ? "slices" : "volumes").put("root", "scans");
      copy(variant, Files.createDirectory(inputs.resolve("scans")));
    }
    ObjectNode catalog = JSON.createObjectNode();
    catalog.putArray("datasets").add(dataset);
    return Files.writeString(inputs.resolve("catalog.yaml"), catalog.toString());
  }

  /** A folder with the variant's scans and no others. */
  private static void copy(GoldenVariant variant, Path target) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    for (JsonNode dict : variant.datasetDicts()) {
      files.add(file(dict, "file_name"));
      files.add(file(dict, "sem_seg_file"));
    }
    for (Path file : files) {
      Files.copy(file, target.resolve(file.getFileName()));
    }
  }

  private static Path file(JsonNode dict, String key) {
    return GoldenVariant.root().toAbsolutePath().resolve(dict.get(key).asText());
  }
}
