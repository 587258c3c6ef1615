package io.medseg.loader;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.medseg.GoldenFolder;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetScans;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanCollection;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.Hdf5ScanReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * One recorded run of a reference loader: configuration, dataset, and the file with its arrays. All
 * of it comes from the files of the golden folder.
 *
 * @param folder of the case
 * @param json the variant's entry in case.json
 * @param siblings all entries of the case
 */
public record GoldenVariant(Path folder, String name, JsonNode json, JsonNode siblings) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  /** The folder of recorded cases. */
  public static Path root() {
    return GoldenFolder.root();
  }

  /** Every variant of a loader that the folder holds. */
  public static List<GoldenVariant> all() {
    List<GoldenVariant> variants = new ArrayList<>();
    for (Path folder : GoldenFolder.casesWith("variants")) {
      JsonNode siblings = GoldenFolder.json(folder.resolve("case.json")).get("variants");
      siblings
          .fields()
          .forEachRemaining(
              field -> {
                if (field.getValue().has("loader")) {
                  variants.add(
                      new GoldenVariant(folder, field.getKey(), field.getValue(), siblings));
                }
              });
    }
    return variants;
  }

  /** Batches, inference or intended (inference that the reference should have given). */
  public String kind() {
    return json.get("kind").asText();
  }

  public String loader() {
    return json.get("loader").asText();
  }

  public JsonNode config() {
    return json.get("config");
  }

  public int batchSize() {
    return json.path("loader_args").path("batch_size").asInt(1);
  }

  Path model() {
    return root().resolve(json.get("model").asText());
  }

  /** The experiment of the variant, with more settings on top. */
  Experiment experiment(Parity parity, Map<String, ?> more) {
    Map<String, Object> values = JSON.convertValue(config(), MAP);
    values.put("TAG", loader());
    values.putAll(more);
    return Experiment.of(values, parity);
  }

  /** The dataset dicts of the variant's scans; what follows the name is about their order. */
  public List<JsonNode> datasetDicts() {
    String dataset = json.get("dataset").asText().split(" ")[0];
    List<String> wanted = new ArrayList<>();
    json.get("scans").forEach(id -> wanted.add(id.asText()));
    List<JsonNode> dicts = new ArrayList<>();
    GoldenFolder.json(root().resolve("inputs/datasets.json"))
        .get(dataset)
        .forEach(
            dict -> {
              if (wanted.contains(dict.get("scan_id").asText())) {
                dicts.add(dict);
              }
            });
    return dicts;
  }

  public List<Scan> scans() {
    return GoldenScans.of(root(), datasetDicts());
  }

  /** The scans as a dataset whose files are those of the golden folder. */
  ScanCollection collection() {
    Dataset dataset =
        new Dataset(
            json.get("dataset").asText(),
            root().toString(),
            "volumes",
            List.of(),
            null,
            "SemSegEvaluator",
            Map.of());
    return new ScanCollection(
        List.of(new DatasetScans(dataset, scans())),
        () -> Hdf5ScanReader.ofWhole(new Configuration(false)));
  }

  /**
   * The file of the arrays: its own, that of the variant it says it is the same as, or else that of
   * the variant that differs in nothing but the order of the dataset dicts.
   */
  public Path arrays() {
    if (json.has("file")) {
      return folder.resolve(json.get("file").asText());
    }
    if (json.has("same_as")) {
      return root().resolve(json.get("same_as").asText());
    }
    String dataset = json.get("dataset").asText().split(" ")[0];
    for (JsonNode other : siblings) {
      if (other.has("file")
          && other.get("dataset").asText().equals(dataset)
          && other.path("model").equals(json.path("model"))
          && loading(other).equals(loading(json))
          && other.get("loader").equals(json.get("loader"))) {
        return folder.resolve(other.get("file").asText());
      }
    }
    throw new IllegalStateException("No arrays for " + this);
  }

  /** What loading and inference depend on: all settings but the loss. */
  private static JsonNode loading(JsonNode variant) {
    ObjectNode config = variant.get("config").deepCopy();
    config.remove("LOSS");
    return config;
  }

  @Override
  public String toString() {
    return folder.getFileName() + "/" + name;
  }
}
