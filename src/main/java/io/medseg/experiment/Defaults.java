package io.medseg.experiment;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a key is worth when it is not given: the defaults of MedSegPy's Config, those of its classes
 * by MODEL_NAME where they matter to a run, and the project's own keys.
 */
final class Defaults {
  private static final Map<String, Object> COMMON = common();
  private static final Map<String, Map<String, Object>> BY_MODEL = byModel();

  private Defaults() {}

  /** The keys that matter to a run. */
  static Set<String> keys() {
    return Collections.unmodifiableSet(COMMON.keySet());
  }

  /** The default of a key, null for a key that has none. */
  static Object of(String key, String modelName, Parity parity) {
    if (parity == Parity.MEDSEGPY && key.equals("GRID")) {
      return "medsegpy";
    }
    Map<String, Object> model = BY_MODEL.getOrDefault(modelName, Map.of());
    return model.containsKey(key) ? model.get(key) : COMMON.get(key);
  }

  private static Map<String, Object> common() {
    Map<String, Object> defaults = new TreeMap<>();
    for (String key :
        List.of(
            "TRAIN_DATASET",
            "VAL_DATASET",
            "TEST_DATASET",
            "PRIMARY_TASK",
            "TEST_WEIGHT_PATH",
            "OUTPUT_DIR",
            "CV_FILE")) {
      defaults.put(key, "");
    }
    for (String key :
        List.of(
            "IMG_PAD_SIZE",
            "IMG_STRIDE",
            "CATEGORIES",
            "PREPROCESSING",
            "PREPROCESSING_ARGS",
            "CV_TRAIN_BINS",
            "CV_VALID_BINS",
            "CV_TEST_BINS")) {
      defaults.put(key, List.of());
    }
    for (String key : List.of("INCLUDE_BACKGROUND", "PRELOAD_DATA", "USE_CROSS_VALIDATION")) {
      defaults.put(key, false);
    }
    defaults.put("TAG", "DefaultDataLoader");
    defaults.put("IMG_SIZE", List.of(288L, 288L, 1L));
    defaults.put("IMG_PAD_MODE", "edge");
    defaults.put("TRAIN_BATCH_SIZE", 12L);
    defaults.put("VALID_BATCH_SIZE", 35L);
    defaults.put("TEST_BATCH_SIZE", 72L);
    defaults.put("LOSS", List.of("dice", "sigmoid"));
    defaults.put("TEST_METRICS", List.of("DSC", "VOE", "ASSD", "CV"));
    defaults.put("SEED", null);
    defaults.put("NUM_WORKERS", 1L);
    defaults.put("FILE_TYPES", List.of("im"));
    defaults.put("CV_K", 0L);
    defaults.put("BLENDING", "auto");
    defaults.put("BLENDING_SIGMA", 0.125);
    defaults.put("GRID", "cover");
    defaults.put("GRID_STEP", 0.5);
    defaults.put("GRID_OVERLAP", 0.25);
    defaults.put("SLICE_AXIS", 2L);
    defaults.put("INPUT_LAYOUT", "NHWC");
    return defaults;
  }

  private static Map<String, Map<String, Object>> byModel() {
    Map<String, Object> coarseDropout =
        Map.of(
            "max_holes", 25L,
            "max_height", 50L,
            "max_width", 50L,
            "min_holes", 0L,
            "min_height", 25L,
            "min_width", 25L,
            "fill_value", 0.257);
    return Map.of(
        "UNet2D", Map.of("TRAIN_BATCH_SIZE", 35L),
        "UNet3D", Map.of("TRAIN_BATCH_SIZE", 35L, "IMG_SIZE", List.of(288L, 288L, 4L, 1L)),
        "segnet_2d", Map.of("TRAIN_BATCH_SIZE", 15L),
        "anisotropic_unet", Map.of("TRAIN_BATCH_SIZE", 60L, "IMG_SIZE", List.of(288L, 72L, 1L)),
        "ContextInpainting",
            Map.of(
                "LOSS",
                Arrays.asList("l2_loss", null),
                "PREPROCESSING",
                List.of("CoarseDropout"),
                "PREPROCESSING_ARGS",
                List.of(coarseDropout)));
  }
}
