package io.medseg.segmentation;

import io.medseg.InputException;
import java.nio.charset.StandardCharsets;

/**
 * Names of files that any file system and URI takes as they are: letters and digits of any
 * language, and {@code . _ - + = @ ( ) ,} and spaces inside. Not a dot in front: such files are
 * hidden, and ".." leads out of the folder.
 */
final class FileNames {
  /** A name has 255 bytes on most file systems; its temporary name is 42 longer. */
  private static final int MOST_BYTES = 200;

  /** What is put behind a scan's id, as in "_1-femoral cartilage.nii.gz". */
  private static final int ENDING_BYTES = 60;

  private static final String OTHERS = "._-+=@(), ";

  private FileNames() {}

  /** Checks the id of a scan, which file names start with. */
  static String checkScanId(String scanId) {
    return check("scan id", scanId, MOST_BYTES - ENDING_BYTES);
  }

  /** Checks a path inside a folder, its parts separated by "/". */
  static void checkPath(String path) {
    for (String part : path.split("/", -1)) {
      check("file name", part, MOST_BYTES);
    }
  }

  private static String check(String kind, String name, int most) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (name.isBlank() || bytes > most) {
      throw invalid(
          kind, name, "it has %d bytes, a file name needs 1 to %d".formatted(bytes, most));
    }
    if (name.startsWith(".") || !name.equals(name.strip())) {
      throw invalid(kind, name, "a file name may not start with a dot, nor begin or end in space");
    }
    name.codePoints().filter(c -> !isPlain(c)).findFirst().ifPresent(c -> refuse(kind, name, c));
    return name;
  }

  private static void refuse(String kind, String name, int character) {
    String shown =
        Character.isISOControl(character)
            ? "a control character"
            : "\"" + Character.toString(character) + "\"";
    throw invalid(
        kind,
        name,
        "%s cannot stand in a file name; letters, digits and . _ - + = @ ( ) , and spaces can"
            .formatted(shown));
  }

  private static InputException invalid(String kind, String name, String reason) {
    String shown = name.length() > 80 ? name.substring(0, 80) + "..." : name;
    String plain = shown.replaceAll("\\p{Cntrl}", "?");
    return new InputException("Invalid %s: \"%s\": %s".formatted(kind, plain, reason));
  }

  /** Text of people's making as part of a file name: what cannot stand in one becomes "_". */
  static String part(String text) {
    StringBuilder part = new StringBuilder();
    text.codePoints().forEach(c -> part.appendCodePoint(isPlain(c) && c != ' ' ? c : '_'));
    while (part.toString().getBytes(StandardCharsets.UTF_8).length > ENDING_BYTES / 2) {
      part.setLength(part.offsetByCodePoints(part.length(), -1));
    }
    return part.toString();
  }

  private static boolean isPlain(int character) {
    return Character.isLetterOrDigit(character) || OTHERS.indexOf(character) >= 0;
  }
}
