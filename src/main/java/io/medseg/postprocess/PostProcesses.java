package io.medseg.postprocess;

import io.medseg.InputException;
import io.medseg.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps by name, as the option --postprocess lists them: steps separated by commas, a step is
 * {@code name[:connectivity][=value,...]}. What stands between commas starts a step if it is the
 * first, holds "=", names a built-in step, or is the full name of a class with dots in it that is
 * no class of the run; everything else is a further value of the step before it.
 */
public final class PostProcesses {
  private static final Registry<PostProcess> REGISTRY =
      new Registry<>("post-processing step", PostProcess.class, builtIns());

  private PostProcesses() {}

  private static Map<String, String> builtIns() {
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("keep-largest", KeepLargest.class.getName());
    steps.put("fill-holes", FillHoles.class.getName());
    steps.put("min-size", MinSize.class.getName());
    return steps;
  }

  /** The built-in names. */
  public static Iterable<String> names() {
    return REGISTRY.names();
  }

  /**
   * The steps that a text describes.
   *
   * @param text null for none
   * @throws InputException if a step, a connectivity, a number or a class is unknown
   */
  public static PostProcessing parse(String text, ClassNames classes) {
    if (text == null) {
      return PostProcessing.NONE;
    }
    List<List<String>> steps = new ArrayList<>();
    for (String given : text.split(",", -1)) {
      String piece = given.strip();
      if (piece.isEmpty() || piece.endsWith("=")) {
        throw new InputException(
            "Invalid --postprocess: \"%s\": nothing stands before or after a comma or after ="
                .formatted(text));
      }
      if (steps.isEmpty() || startsStep(piece, classes)) {
        steps.add(new ArrayList<>());
      }
      steps.get(steps.size() - 1).add(piece);
    }
    return new PostProcessing(steps.stream().map(pieces -> create(pieces, classes)).toList());
  }

  private static boolean startsStep(String piece, ClassNames classes) {
    if (piece.contains("=")) {
      return true;
    }
    String name = name(piece);
    for (String known : names()) {
      if (name.equals(known)) {
        return true;
      }
    }
    return name.matches("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)+") && classes.find(piece) < 0;
  }

  private static String name(String head) {
    int colon = head.indexOf(':');
    return colon < 0 ? head : head.substring(0, colon).strip();
  }

  private static PostProcess create(List<String> pieces, ClassNames classes) {
    List<String> values = new ArrayList<>(pieces.subList(1, pieces.size()));
    String head = pieces.get(0);
    int equals = head.indexOf('=');
    if (equals >= 0) {
      values.add(0, head.substring(equals + 1).strip());
      head = head.substring(0, equals).strip();
    }
    String name = name(head);
    StepArguments arguments = new StepArguments(name, neighbours(head), values, classes);
    return REGISTRY.create(name, StepArguments.class, arguments);
  }

  private static Neighbours neighbours(String head) {
    int colon = head.indexOf(':');
    if (colon < 0) {
      return null;
    }
    return Neighbours.of(head.substring(colon + 1).strip())
        .orElseThrow(
            () ->
                new InputException(
                    "Invalid --postprocess: %s: the connectivity is one of 6, 18, 26"
                        .formatted(head)));
  }
}
