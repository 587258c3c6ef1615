package io.medseg.model;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Test-time augmentation by mirroring, the option --tta: every combination of some spatial axes is
 * predicted, 2 to the power of their number, the plain batch included, and averaged. A value that
 * travels.
 *
 * @param axes axes of a batch in ascending order: 1 is H, 2 is W, 3 is D of a 3D model
 */
public record Flips(List<Integer> axes) implements Serializable {
  /** Plain predictions. */
  public static final Flips NONE = new Flips(List.of());

  private static final String PREFIX = "flips=";
  private static final List<String> NAMES = List.of("H", "W", "D");
  private static final int DEPTH = 3;

  /** Copies the list, sorted: the order in which axes are named changes no result. */
  public Flips {
    axes = axes.stream().sorted().toList();
    if (axes.stream().distinct().count() < axes.size()
        || axes.stream().anyMatch(axis -> axis < 1 || axis > DEPTH)) {
      throw new IllegalArgumentException("Invalid flips: axes " + axes);
    }
  }

  /**
   * The flips that a text names, as in "flips=H,W".
   *
   * @param text null for none
   * @throws InputException if it is no list of different axes
   */
  public static Flips parse(String text) {
    if (text == null) {
      return NONE;
    }
    if (!text.startsWith(PREFIX)) {
      throw new InputException(
          "Invalid --tta: " + text + "; it is flips= and axes out of H, W, D, as in flips=H,W");
    }
    List<Integer> axes = new ArrayList<>();
    for (String name : text.substring(PREFIX.length()).split(",", -1)) {
      int axis = NAMES.indexOf(name.strip()) + 1;
      if (axis == 0) {
        throw new InputException(
            "Invalid --tta: %s: there is no axis \"%s\"; the axes are H, W, D"
                .formatted(text, name.strip()));
      }
      if (axes.contains(axis)) {
        throw new InputException(
            "Invalid --tta: %s: axis %s is named twice".formatted(text, name.strip()));
      }
      axes.add(axis);
    }
    return new Flips(axes);
  }

  /**
   * A session that averages over these flips; it closes the one given. One session per axis, each
   * around the one before, predicts every combination, and averages of two are exact where a model
   * follows a flip. As nnU-Net's mirroring, but over what the model gives, which usually is
   * probabilities, where nnU-Net's are logits.
   */
  public ModelSession over(ModelSession session) {
    ModelSession averaging = session;
    for (int axis : axes) {
      averaging = new FlipAveragingSession(averaging, axis, this);
    }
    return averaging;
  }

  /**
   * Refuses a model that lacks an axis, where its signature tells.
   *
   * @param model as messages call it
   * @throws InputException if D is named and the model's output is N x H x W x classes
   */
  public void check(String model, ModelSignature signature) {
    int rank = signature.outputShape().size();
    if (rank > 0) {
      checkRank(rank, "model %s gives %s".formatted(model, text(signature)));
    }
  }

  private static String text(ModelSignature signature) {
    return ModelSignature.text(signature.outputShape());
  }

  /** As {@link #check}, with what the model gave. */
  void checkPrediction(Shape shape) {
    checkRank(shape.rank(), "the model gives " + shape);
  }

  /** The last axis of a prediction is that of the classes, so it has an axis D if its rank is 5. */
  private void checkRank(int rank, String found) {
    for (int axis : axes) {
      if (axis >= rank - 1) {
        throw new InputException(
            "Invalid --tta: %s: windows have no axis %s to flip: %s"
                .formatted(this, NAMES.get(axis - 1), found));
      }
    }
  }

  /** In the option's syntax; "none" where there are none. */
  @Override
  public String toString() {
    return axes.isEmpty()
        ? "none"
        : PREFIX + String.join(",", axes.stream().map(axis -> NAMES.get(axis - 1)).toList());
  }
}
