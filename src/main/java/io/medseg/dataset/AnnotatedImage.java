package io.medseg.dataset;

import io.medseg.InputException;
import io.medseg.text.JsonText;
import io.medseg.text.PathText;
import io.medseg.text.TextFile;
import io.medseg.volume.Orientation;
import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One entry of {@code images[]} of an annotation file, the JSON that SKM-TEA describes its splits
 * with. Other keys of entry and file (its categories, say) are left alone.
 *
 * @param file {@code file_name}: the HDF5 file, relative to the folder of the files
 * @param scanId {@code scan_id}
 * @param subjectId {@code subject_id}; null if there is none
 * @param spacing {@code voxel_spacing}: mm along H, W, D; null if there is none
 * @param shape {@code matrix_shape}: H x W x D; null if there is none
 * @param orientation {@code orientation}: as in ["SI", "AP", "LR"]; null if there is none
 */
record AnnotatedImage(
    Path file,
    String scanId,
    String subjectId,
    List<Number> spacing,
    Shape shape,
    Orientation orientation) {
  private static final String KIND = "annotation file";
  private static final int AXES = 3;

  /**
   * The images of an annotation file, at least one, in its order.
   *
   * @throws InputException naming the file, and image and key where one of them cannot be used
   */
  static List<AnnotatedImage> read(Path path, Configuration hadoop) {
    TextFile text = TextFile.read(KIND, path, hadoop);
    Map<String, Object> content = JsonText.object(KIND, text);
    if (!(content.get("images") instanceof List<?> entries) || entries.isEmpty()) {
      throw new InputException(
          "Cannot read %s %s: it has no images; a list images with file_name and scan_id of each is expected, its keys are: %s"
              .formatted(
                  KIND,
                  text.path(),
                  content.isEmpty() ? "none" : String.join(", ", content.keySet())));
    }
    List<AnnotatedImage> images = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      images.add(new Entry("images[" + i + "]", entries.get(i), text.path()).image());
    }
    return images;
  }

  /** What it states of its scan, by the names that the catalog has for it. */
  Map<String, Object> overrides() {
    Map<String, Object> overrides = new TreeMap<>();
    if (spacing != null) {
      overrides.put("scan_spacing", spacing);
    }
    if (orientation != null) {
      overrides.put("scan_orientation", orientation.towards());
    }
    return overrides;
  }

  /** An entry on its way from JSON. */
  private record Entry(String name, Object value, Path annotations) {
    AnnotatedImage image() {
      if (!(value instanceof Map<?, ?>)) {
        throw new InputException(
            "Invalid %s in %s: %s: an object with file_name and scan_id is expected"
                .formatted(name, annotations, value));
      }
      return new AnnotatedImage(
          PathText.of("file_name of %s in %s".formatted(name, annotations), required("file_name")),
          required("scan_id"),
          text("subject_id"),
          spacing(),
          shape(),
          orientation());
    }

    private Object get(String key) {
      return ((Map<?, ?>) value).get(key);
    }

    private String text(String key) {
      Object found = get(key);
      if (found == null || found instanceof String || found instanceof Number) {
        return found == null ? null : found.toString();
      }
      throw invalid(key, "a text or a number is expected");
    }

    private String required(String key) {
      String text = text(key);
      if (text == null || text.isBlank()) {
        throw invalid(key, "a text is expected");
      }
      return text;
    }

    private List<Number> spacing() {
      List<Number> spacing = numbers("voxel_spacing", "three positive numbers are expected, in mm");
      for (Number mm : spacing == null ? List.<Number>of() : spacing) {
        if (!(mm.doubleValue() > 0) || Double.isInfinite(mm.doubleValue())) {
          throw invalid("voxel_spacing", "three positive numbers are expected, in mm");
        }
      }
      return spacing;
    }

    private Shape shape() {
      String expected = "three positive whole numbers are expected";
      List<Number> lengths = numbers("matrix_shape", expected);
      if (lengths == null) {
        return null;
      }
      int[] axes = new int[AXES];
      for (int axis = 0; axis < AXES; axis++) {
        axes[axis] = lengths.get(axis) instanceof Integer length ? length : 0;
        if (axes[axis] < 1) {
          throw invalid("matrix_shape", expected);
        }
      }
      return Shape.of(axes);
    }

    private Orientation orientation() {
      try {
        return get("orientation") == null ? null : Geometry.orientation(get("orientation"));
      } catch (IllegalArgumentException e) {
        throw invalid("orientation", "three sides such as SI, AP, LR are expected");
      }
    }

    private List<Number> numbers(String key, String expected) {
      Object found = get(key);
      if (found == null) {
        return null;
      }
      List<Number> numbers = new ArrayList<>();
      if (found instanceof List<?> list && list.size() == AXES) {
        for (Object element : list) {
          if (element instanceof Number number) {
            numbers.add(number);
          }
        }
      }
      if (numbers.size() != AXES) {
        throw invalid(key, expected);
      }
      return List.copyOf(numbers);
    }

    private InputException invalid(String key, String expected) {
      return new InputException(
          "Invalid %s of %s in %s: %s: %s".formatted(key, name, annotations, get(key), expected));
    }
  }
}
