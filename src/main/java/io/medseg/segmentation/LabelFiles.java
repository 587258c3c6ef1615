package io.medseg.segmentation;

import io.medseg.dataset.Category;
import io.medseg.ledger.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Names and colours of classes for viewers, once per run: {@code labels.txt} for ITK-SNAP (label
 * descriptions: index, red, green, blue, alpha, visible, visible as mesh, "name") and {@code
 * labels.ctbl} for 3D Slicer (colour table: index, name without spaces, red, green, blue, opacity).
 * Class i has the index i + 1, as in the label maps.
 */
public final class LabelFiles {
  private static final String SNAP_HEAD =
      """
      ################################################
      # ITK-SnAP Label Description File
      # File format:
      # IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL
      # Fields:
      #    IDX:   Zero-based index
      #    -R-:   Red color component (0..255)
      #    -G-:   Green color component (0..255)
      #    -B-:   Blue color component (0..255)
      #    -A-:   Label transparency (0.00 .. 1.00)
      #    VIS:   Label visibility (0 or 1)
      #    IDX:   Label mesh visibility (0 or 1)
      #  LABEL:   Label description
      ################################################
          0     0    0    0        0  0  0    "Clear Label"
      """;

  private LabelFiles() {}

  /**
   * Writes both files.
   *
   * @throws io.medseg.InputException if one cannot be written
   */
  public static List<WrittenFile> write(List<Category> classes, OutputFolder run) {
    return List.of(
        write("labels.txt", snap(classes), run), write("labels.ctbl", slicer(classes), run));
  }

  private static WrittenFile write(String name, String text, OutputFolder run) {
    return run.write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String snap(List<Category> classes) {
    ClassColors colors = new ClassColors(classes);
    StringBuilder text = new StringBuilder(SNAP_HEAD);
    for (int c = 0; c < classes.size(); c++) {
      String name = line(classes.get(c).name()).replace('"', '\'');
      text.append(
          String.format(
              Locale.ROOT,
              "%5d %5d %4d %4d        1  1  1    \"%s\"\n",
              c + 1,
              colors.red(c),
              colors.green(c),
              colors.blue(c),
              name));
    }
    return text.toString();
  }

  static String slicer(List<Category> classes) {
    ClassColors colors = new ClassColors(classes);
    StringBuilder text = new StringBuilder("# Color table file labels.ctbl\n");
    text.append("# ").append(classes.size() + 1).append(" values\n");
    text.append("0 Background 0 0 0 0\n");
    for (int c = 0; c < classes.size(); c++) {
      String name = line(classes.get(c).name()).replaceAll("\\s+", "_");
      text.append(
          "%s %s %s %s %s 255\n"
              .formatted(c + 1, name, colors.red(c), colors.green(c), colors.blue(c)));
    }
    return text.toString();
  }

  private static String line(String name) {
    return name.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
