package io.medseg.experiment;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What MedSegPy's keys are called, were called, and no longer mean. */
final class Keys {
  /** Names the file whose keys are taken where a file gives none itself. */
  static final String BASE = "_BASE_";

  /** Old names that are still read. */
  static final Map<String, String> RENAMED =
      Map.of(
          "CP_SAVE_PATH", "OUTPUT_DIR",
          "CP_SAVE_TAG", "MODEL_NAME",
          "INIT_WEIGHT_PATH", "INIT_WEIGHTS",
          "TISSUES", "CATEGORIES");

  /** Keys that named folders, and those that name datasets instead. */
  static final Map<String, String> PATHS =
      Map.of(
          "TRAIN_PATH", "TRAIN_DATASET",
          "VALID_PATH", "VAL_DATASET",
          "TEST_PATH", "TEST_DATASET");

  private static final Set<String> DEPRECATED =
      Set.of(
          "NUM_CLASSES",
          "TRAIN_FILES_CV",
          "VALID_FILES_CV",
          "TEST_FILES_CV",
          "USE_STEP_DECAY",
          "PIK_SAVE_PATH_DIR",
          "PIK_SAVE_PATH",
          "TF_LOG_DIR",
          "PLOT_MODEL_PATH",
          "FINE_TUNE",
          "LEARN_FILES",
          "DEBUG",
          "TEST_RESULT_PATH",
          "TEST_RESULTS_FOLDER_NAME",
          "DATE_TIME_STR");

  /** Keys whose values are names or paths: text stays text, even "2020" or "[draft". */
  private static final Set<String> TEXTS =
      Set.of(
          "MODEL_NAME",
          "EXP_NAME",
          "DESCRIPTION",
          "LEARNING_TAG",
          "PRIMARY_TASK",
          "ROBUST_LOSS_NAME",
          "IMG_PAD_MODE",
          "LR_SCHEDULER_NAME",
          "EARLY_STOPPING_CRITERION",
          "PRETRAINED_CONFIG_PATH",
          "INIT_WEIGHTS",
          "CV_FILE",
          "OUTPUT_DIR",
          "TAG",
          "NORMALIZATION",
          "KERNEL_INITIALIZER",
          "TEST_WEIGHT_PATH",
          "STATE",
          "BLENDING",
          "GRID",
          "INPUT_LAYOUT");

  /**
   * Further keys of MedSegPy, of training and architectures; known only to guess at misspelt ones.
   */
  private static final Set<String> OTHERS =
      Set.of(
          "VERSION",
          "SS_LOADED_LAYERS",
          "CLASS_WEIGHTS",
          "ROBUST_LOSS_STEP_SIZE",
          "PIDS",
          "N_EPOCHS",
          "AUGMENT_DATA",
          "INITIAL_LEARNING_RATE",
          "MIN_LEARNING_RATE",
          "DROP_FACTOR",
          "DROP_RATE",
          "LR_MIN_DELTA",
          "LR_PATIENCE",
          "LR_COOLDOWN",
          "NUM_GRAD_STEPS",
          "ADAM_DECAY",
          "USE_AMSGRAD",
          "USE_EARLY_STOPPING",
          "EARLY_STOPPING_MIN_DELTA",
          "EARLY_STOPPING_PATIENCE",
          "PRETRAINED_WEIGHTS_PATH",
          "FREEZE_PRETRAINED",
          "FREEZE_LAYERS",
          "NORMALIZATION_ARGS",
          "WEIGHT_STANDARDIZATION",
          "OS",
          "DIL_RATES",
          "AT_DIVISOR",
          "DROPOUT_RATE",
          "DEPTH",
          "NUM_CONV_LAYERS",
          "NUM_FILTERS",
          "SINGLE_BN",
          "CONV_ACT_BN",
          "USE_BOTTLENECK",
          "INIT_UNET_2D",
          "USE_ATTENTION",
          "USE_DEEP_SUPERVISION",
          "LAYER_ORDER",
          "USE_SE_BLOCK",
          "SE_RATIO",
          "SLICE_SUBSET",
          "KERNEL_SIZE",
          "NUM_LAYERS",
          "NUM_FILTERS_HEAD_CONV",
          "DROPOUT");

  private static final Map<String, String> LEGACY_TAGS =
      Map.of(
          "oai", "DefaultDataLoader",
          "oai_aug", "DefaultDataLoader",
          "oai_2d", "DefaultDataLoader",
          "oai_aug_2d", "DefaultDataLoader");

  private static final Map<String, String> LEGACY_MODELS =
      Map.of(
          "unet_2d", "UNet2D",
          "unet_2_5d", "UNet2D",
          "unet_3d", "UNet3D",
          "deeplabv3_2d", "DeeplabV3Plus",
          "deeplabv3_2_5d", "DeeplabV3Plus",
          "deeplabv3+", "DeeplabV3Plus");

  private Keys() {}

  static boolean isDeprecated(String key) {
    return DEPRECATED.contains(key);
  }

  static boolean isText(String key) {
    return TEXTS.contains(key);
  }

  /** Every key that MedSegPy or this project reads. */
  static Set<String> known() {
    Set<String> known = new TreeSet<>(Defaults.keys());
    known.addAll(TEXTS);
    known.addAll(OTHERS);
    return known;
  }

  /** Today's name of what older files call a loader or an architecture, else the name itself. */
  static String currentName(String key, String name) {
    return switch (key) {
      case "TAG" -> LEGACY_TAGS.getOrDefault(name, name);
      case "MODEL_NAME" -> LEGACY_MODELS.getOrDefault(name, name);
      default -> name;
    };
  }
}
