package io.medseg.job;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.dataset.Category;
import io.medseg.dataset.Dataset;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.loader.BatchForm;
import io.medseg.loader.BatchSettings.Arrangement;
import io.medseg.loader.DataLoaders;
import io.medseg.shards.ArrayBytes;
import io.medseg.shards.Grouping;
import io.medseg.shards.RunPlan;
import io.medseg.shards.ShardFormat;
import io.medseg.shards.ShardIndex;
import io.medseg.spark.ShardRecipe;
import io.medseg.spark.ShardRun;
import io.medseg.spark.ShardSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a request for shards means for its data, and what plan and index tell of it. */
record ShardFacts(PreprocessRequest request, TrainingData data) {
  /** To be raised when the same input and settings give other shards. */
  private static final String RECORDS = "1";

  /**
   * How elements become records.
   *
   * @throws InputException if the loader or a setting cannot be used
   */
  ShardRecipe recipe() {
    ShardRequest shards = request.shards();
    return new ShardRecipe(
        data.experiment(), shards.form(), labels(), grouping(), format(), shards.compression());
  }

  private ArrayBytes.Type labels() {
    boolean areMasks = DataLoaders.create(data.experiment()).hasTruth();
    ArrayBytes.Type asked = request.shards().labels();
    if (asked == ArrayBytes.Type.UINT8 && !areMasks) {
      throw new InputException(
          "Invalid --labels: uint8: y of %s is no mask; it is float32"
              .formatted(data.experiment().tag()));
    }
    if (asked != null) {
      return asked;
    }
    return areMasks ? ArrayBytes.Type.UINT8 : ArrayBytes.Type.FLOAT32;
  }

  private Grouping grouping() {
    if (request.shards().records() == Grouping.Kind.ELEMENTS) {
      return Grouping.SINGLE;
    }
    Experiment experiment = data.experiment();
    return Grouping.batches(
        request.shards().form() == BatchForm.TESTING
            ? experiment.testBatchSize()
            : experiment.trainBatchSize(),
        request.shards().lastBatch());
  }

  private ShardFormat format() {
    for (ShardFormat format : ShardFormat.values()) {
      if (format.toString().equals(request.shards().format())) {
        return format;
      }
    }
    throw new IllegalStateException("No shards: " + request.shards().format());
  }

  /**
   * How elements are dealt out.
   *
   * @throws InputException if a setting cannot be used
   */
  ShardSettings settings() {
    ShardRequest shards = request.shards();
    return new ShardSettings(
        data.split(),
        shards.order(),
        seed(),
        data.experiment().parity(),
        shards.shardBytes(),
        shards.epochs());
  }

  private long seed() {
    long seed = data.seed();
    boolean shuffles = request.shards().order() == Arrangement.SHUFFLED;
    if (shuffles && seed == 0 && data.experiment().parity() == Parity.MEDSEGPY) {
      throw new InputException(
          "Invalid SEED: %s: with --parity medsegpy 0 and None are no seed, and shards need one"
              .formatted(data.experiment().seed().map(String::valueOf).orElse("None")));
    }
    return seed;
  }

  /** What the run is begun with. */
  RunPlan plan(Map<String, String> scans) {
    Map<String, String> settings = new TreeMap<>(data.experiment().shown());
    ShardRequest shards = request.shards();
    settings.put("version", RECORDS);
    settings.put("--parity", lower(data.experiment().parity()));
    settings.put("--dataset", data.datasetNames());
    settings.put("--format", shards.format());
    settings.put("--records", grouping().toString());
    settings.put("--form", lower(shards.form()));
    settings.put("--order", lower(shards.order()));
    settings.put("--last-batch", lower(shards.lastBatch()));
    settings.put("--labels", labels().toString());
    settings.put("--compression", shards.compression().toString());
    settings.put("--shard-size", shards.shardBytes() + " bytes");
    settings.put("--split", data.split().toString());
    return new RunPlan(settings, scans);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** The index of a run that came to its end. */
  ShardIndex index(RunPlan plan, ShardRun.Result result) {
    ShardRequest shards = request.shards();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("format", shards.format());
    facts.put("compression", shards.compression().toString());
    facts.put("records", lower(shards.records()));
    if (shards.records() == Grouping.Kind.BATCHES) {
      facts.put("batch_size", grouping().size());
    }
    facts.put("form", lower(shards.form()));
    facts.put("order", lower(shards.order()));
    facts.put("seed", seed());
    facts.put("fingerprint", plan.fingerprint());
    facts.put("experiment", Secrets.masked(data.experiment().resolved()));
    facts.put("parity", lower(data.experiment().parity()));
    facts.put("datasets", data.datasets().datasets().stream().map(Dataset::name).toList());
    facts.put("classes", classes());
    facts.put("failed_scans", result.failures().size());
    facts.put("medseg_spark", Version.current());
    return new ShardIndex(facts, classNames(), result.sides());
  }

  private List<String> classNames() {
    List<String> names = new ArrayList<>(data.categories().names());
    if (data.experiment().includeBackground()) {
      names.add(0, "background");
    }
    return names;
  }

  private List<Map<String, Object>> classes() {
    List<Map<String, Object>> classes = new ArrayList<>();
    if (data.experiment().includeBackground()) {
      classes.add(Map.of("name", "background", "channels", List.of()));
    }
    for (Category category : data.categories().classes()) {
      classes.add(
          Map.of(
              "name", category.name(),
              "abbreviation", category.abbreviation(),
              "channels", category.channels(),
              "color", category.color()));
    }
    return classes;
  }
}
