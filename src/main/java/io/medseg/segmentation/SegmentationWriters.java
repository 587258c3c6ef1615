package io.medseg.segmentation;

import io.medseg.InputException;
import io.medseg.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The writers by name, as the option --write lists them: "pred,nifti". */
public final class SegmentationWriters {
  private static final Registry<SegmentationWriter> REGISTRY =
      new Registry<>("segmentation writer", SegmentationWriter.class, builtIns());

  private SegmentationWriters() {}

  private static Map<String, String> builtIns() {
    Map<String, String> writers = new LinkedHashMap<>();
    writers.put("pred", PredWriter.class.getName());
    writers.put("nifti", NiftiWriter.class.getName());
    writers.put("png", PngWriter.class.getName());
    writers.put("regions", RegionsWriter.class.getName());
    return writers;
  }

  /** The built-in names. */
  public static Iterable<String> names() {
    return REGISTRY.names();
  }

  /**
   * Refuses a scan whose files could not be named, before anything is computed for it.
   *
   * @throws InputException naming the id
   */
  public static void checkScanId(String scanId) {
    FileNames.checkScanId(scanId);
  }

  /**
   * The writers that a text names.
   *
   * @param text names separated by commas, none of them twice
   * @throws InputException if a name is empty, given twice or unknown, or a writer refuses the
   *     settings
   */
  public static List<SegmentationWriter> parse(String text, WriterSettings settings) {
    Set<String> names = new LinkedHashSet<>();
    for (String piece : text.split(",", -1)) {
      String name = piece.strip();
      if (name.isEmpty()) {
        throw new InputException(
            "Invalid --write: \"%s\": a name is missing; known are %s"
                .formatted(text, String.join(", ", names())));
      }
      if (!names.add(name)) {
        throw new InputException("Invalid --write: %s: %s is given twice".formatted(text, name));
      }
    }
    List<SegmentationWriter> writers = new ArrayList<>();
    names.forEach(name -> writers.add(REGISTRY.create(name, WriterSettings.class, settings)));
    return List.copyOf(writers);
  }
}
