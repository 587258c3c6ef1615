package io.medseg.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of MedSegPy's losses, and what they stand for: the loss and its activation. */
final class Losses {
  private static final String SIGMOID = "sigmoid";
  private static final String SOFTMAX = "softmax";

  private static final Map<String, List<Object>> BY_NAME =
      Map.ofEntries(
          Map.entry("DICE_LOSS", List.of("dice", SIGMOID)),
          Map.entry("MULTI_CLASS_DICE_LOSS", List.of("multi_class_dice", SIGMOID)),
          Map.entry("AVG_DICE_LOSS", List.of("avg_dice", SIGMOID)),
          // The reference's table says sigmoid here, whatever the name says.
          Map.entry("AVG_DICE_LOSS_SOFTMAX", List.of("avg_dice", SIGMOID)),
          Map.entry("AVG_DICE_NO_REDUCE", List.of("avg_dice_no_reduce", SIGMOID)),
          Map.entry("WEIGHTED_CROSS_ENTROPY_LOSS", List.of("weighted_cross_entropy", SOFTMAX)),
          Map.entry(
              "WEIGHTED_CROSS_ENTROPY_SIGMOID_LOSS",
              List.of("weighted_cross_entropy_sigmoid", SIGMOID)),
          Map.entry("BINARY_CROSS_ENTROPY_LOSS", List.of("binary_crossentropy", SOFTMAX)),
          Map.entry("BINARY_CROSS_ENTROPY_SIG_LOSS", List.of("binary_crossentropy", SIGMOID)),
          Map.entry("FOCAL_LOSS", List.of("focal_loss", SIGMOID)),
          Map.entry("DICE_FOCAL_LOSS", List.of("dice_focal_loss", SIGMOID)),
          Map.entry("DICE_MEDIAN_LOSS", List.of("dice_median_loss", SIGMOID)),
          Map.entry("L2_LOSS", Arrays.asList("l2_loss", null)));

  private Losses() {}

  /** Loss and activation by name, ignoring case; empty for a name that is unknown. */
  static Optional<List<Object>> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toUpperCase(Locale.ROOT)));
  }

  /** The known names, for messages. */
  static String names() {
    return String.join(", ", BY_NAME.keySet().stream().sorted().toList());
  }
}
