package io.medseg.experiment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settings of an experiment: MedSegPy's keys, upper case. Keys that nothing here knows (training,
 * architecture) are kept. Every getter returns the value given, else the documented default, and
 * refuses a value that cannot be meant with an {@link io.medseg.InputException} "Invalid KEY:
 * value: reason".
 *
 * <p>Immutable; a value that travels.
 */
public final class Experiment implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Object> values;
  private final Parity parity;

  private Experiment(TreeMap<String, Object> values, Parity parity) {
    this.values = values;
    this.parity = parity;
  }

  /**
   * An experiment of these keys and literals (Boolean, Long, Double, String, List, Map, null);
   * other numbers and arrays become the nearest literal, keys become upper case.
   *
   * @throws io.medseg.InputException if a value is no literal or a key is given twice
   */
  public static Experiment of(Map<String, ?> values, Parity parity) {
    return new Experiment(LiteralValues.settings(values), parity);
  }

  /** Whose numbers are wanted. */
  public Parity parity() {
    return parity;
  }

  /** The same settings with the numbers of another. */
  public Experiment withParity(Parity other) {
    return new Experiment(values, other);
  }

  /** Every key that was given, sorted; maps inside are sorted, too. Unmodifiable. */
  public SortedMap<String, Object> values() {
    return Collections.unmodifiableSortedMap(values);
  }

  /** The value of a key (upper case), else its default, else null. */
  public Object get(String key) {
    return values.containsKey(key) ? values.get(key) : Defaults.of(key, modelName(), parity);
  }

  /** The keys that matter to a run with their defaults, overlaid by every key given; sorted. */
  public SortedMap<String, Object> resolved() {
    TreeMap<String, Object> all = new TreeMap<>();
    Defaults.keys().forEach(key -> all.put(key, get(key)));
    all.putAll(values);
    return Collections.unmodifiableSortedMap(all);
  }

  /** MODEL_NAME, the architecture; "" if none is given. */
  public String modelName() {
    return values.get("MODEL_NAME") instanceof String name ? name : "";
  }

  /** TAG: name of the data loader. */
  public String tag() {
    return setting("TAG").nonEmptyText();
  }

  /** IMG_SIZE: lengths of an element's axes; null (None or -1) stands for the whole axis. */
  public List<Integer> imageSize() {
    return setting("IMG_SIZE").sizes();
  }

  /** IMG_PAD_SIZE: voxels added on both sides of each axis; empty if not given. */
  public List<Integer> imagePadSize() {
    return setting("IMG_PAD_SIZE").pads();
  }

  /** IMG_PAD_MODE: constant, edge, reflect, symmetric or wrap. */
  public String imagePadMode() {
    Setting mode = setting("IMG_PAD_MODE");
    // What the reference accepts for wrap is "warp".
    return mode.isText("warp")
        ? "wrap"
        : mode.oneOf("constant", "edge", "reflect", "symmetric", "wrap");
  }

  /** IMG_STRIDE: distance between neighbouring patches on each axis; empty if not given. */
  public List<Integer> imageStride() {
    return setting("IMG_STRIDE").strides();
  }

  /** CATEGORIES: the mask channels of each class; empty stands for all classes of the dataset. */
  public List<List<Integer>> categories() {
    return setting("CATEGORIES").channelGroups();
  }

  /** The same experiment with other CATEGORIES: the mask channels of each class. */
  public Experiment withCategories(List<List<Integer>> channels) {
    Map<String, Object> changed = new TreeMap<>(values);
    changed.put("CATEGORIES", channels);
    return of(changed, parity);
  }

  /** INCLUDE_BACKGROUND: whether the background is a class of its own, the first. */
  public boolean includeBackground() {
    return setting("INCLUDE_BACKGROUND").truth();
  }

  /** Second entry of LOSS: "sigmoid" or "softmax". */
  public String activation() {
    return setting("LOSS").activation();
  }

  /** PREPROCESSING: names of the transforms, in order. */
  public List<String> preprocessing() {
    return setting("PREPROCESSING").texts();
  }

  /**
   * PREPROCESSING_ARGS: arguments by name, one map for each of {@link #preprocessing}; all empty if
   * the key is not given. A list (MedSegPy allows it for Windowing) is its argument "bounds".
   */
  public List<Map<String, Object>> preprocessingArguments() {
    List<String> transforms = preprocessing();
    if (values.containsKey("PREPROCESSING") && !values.containsKey("PREPROCESSING_ARGS")) {
      return Collections.nCopies(transforms.size(), Map.of());
    }
    return setting("PREPROCESSING_ARGS").arguments(transforms);
  }

  /** TEST_METRICS: names of the metrics, in the order of the report. */
  public List<String> testMetrics() {
    return setting("TEST_METRICS").textOrTexts();
  }

  /** TRAIN_BATCH_SIZE, at least 1. */
  public int trainBatchSize() {
    return setting("TRAIN_BATCH_SIZE").count();
  }

  /** VALID_BATCH_SIZE, at least 1. */
  public int validBatchSize() {
    return setting("VALID_BATCH_SIZE").count();
  }

  /** TEST_BATCH_SIZE, at least 1. */
  public int testBatchSize() {
    return setting("TEST_BATCH_SIZE").count();
  }

  /** PRELOAD_DATA: whether scans are read before the first batch, as many as memory allows. */
  public boolean preloadData() {
    return setting("PRELOAD_DATA").truth();
  }

  /** NUM_WORKERS: threads that read the scans of coming batches, at least 0. */
  public int numWorkers() {
    return setting("NUM_WORKERS").atLeast(0);
  }

  /** SEED of the shuffle. */
  public Optional<Long> seed() {
    return setting("SEED").optionalWhole();
  }

  /** TRAIN_DATASET: the datasets to train with; empty if none is named. */
  public List<String> trainDatasets() {
    return setting("TRAIN_DATASET").textOrTexts();
  }

  /** CV_K: folds of a cross-validation, at least 2; 0 if not given, or no USE_CROSS_VALIDATION. */
  public int crossValidationFolds() {
    return setting("USE_CROSS_VALIDATION").truth() ? setting("CV_K").folds() : 0;
  }

  /** TEST_DATASET: the datasets to evaluate; empty if none is named. */
  public List<String> testDatasets() {
    return setting("TEST_DATASET").textOrTexts();
  }

  /** TEST_WEIGHT_PATH as it was given; "" if it was not. */
  public String testWeightPath() {
    return setting("TEST_WEIGHT_PATH").text();
  }

  /** OUTPUT_DIR as it was given; "" if it was not. */
  public String outputDir() {
    return setting("OUTPUT_DIR").text();
  }

  /** PRIMARY_TASK, which picks among the categories of a dataset; "" if it was not given. */
  public String primaryTask() {
    return setting("PRIMARY_TASK").text();
  }

  /** BLENDING of overlapping patches: auto, last, average, gaussian, hann or crop. */
  public String blending() {
    return setting("BLENDING").oneOf("auto", "last", "average", "gaussian", "hann", "crop");
  }

  /** BLENDING_SIGMA: standard deviation of gaussian blending in lengths of the patch, above 0. */
  public double blendingSigma() {
    return setting("BLENDING_SIGMA").positive();
  }

  /** GRID of patches: cover (every voxel), medsegpy (what the strides reach), nnunet or monai. */
  public String grid() {
    return setting("GRID").oneOf("cover", "medsegpy", "nnunet", "monai");
  }

  /** GRID_STEP of nnunet: the longest stride in lengths of the patch, above 0, at most 1. */
  public double gridStep() {
    return setting("GRID_STEP").step();
  }

  /** GRID_OVERLAP of monai: what neighbours share in lengths of the patch, from 0 to below 1. */
  public double gridOverlap() {
    return setting("GRID_OVERLAP").overlap();
  }

  /** SLICE_AXIS: the axis along which slices lie, 0 (H), 1 (W) or 2 (D). */
  public int sliceAxis() {
    return setting("SLICE_AXIS").axis();
  }

  /** INPUT_LAYOUT of the model: nhwc (channels last) or nchw (channels behind N). */
  public String inputLayout() {
    return setting("INPUT_LAYOUT").oneOf("nhwc", "nchw");
  }

  private Setting setting(String key) {
    return new Setting(key, get(key));
  }

  /** {@link #resolved} as texts, as {@link #toString} shows values. */
  public SortedMap<String, String> shown() {
    TreeMap<String, String> shown = new TreeMap<>();
    resolved().forEach((key, value) -> shown.put(key, LiteralValues.show(value)));
    return shown;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Experiment that && parity == that.parity && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + parity.hashCode();
  }

  /** Keys and values in the order of the keys, as in "Experiment(IMG_SIZE=(64, 64, 1))". */
  @Override
  public String toString() {
    List<String> entries = new ArrayList<>();
    values.forEach((key, value) -> entries.add(key + "=" + LiteralValues.show(value)));
    return "Experiment(" + String.join(", ", entries) + ")";
  }
}
