package io.medseg.job;

import io.medseg.segmentation.WriterSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of what is written for each scan. */
final class WriteOptions {
  @Option(
      names = "--write",
      paramLabel = "FORMATS",
      description =
          "files for each scan, separated by commas: pred (MedSegPy's HDF5), nifti, png (previews), regions (volumes,"
              + " centroids, boxes); or the full name of a class given with --jars; see docs/formats.md")
  private String formats;

  @Option(
      names = "--probs",
      paramLabel = "HOW",
      description =
          "probabilities as float, half (16 bits, in pred) or none (default: float in pred, none in nifti)")
  private String probs;

  @Option(names = "--no-probs", description = "the same as --probs none")
  private boolean noProbs;

  @Option(
      names = "--overlap",
      paramLabel = "HOW",
      description =
          "label maps where classes overlap: priority (one map, the first class wins; the default) or separate (a map per class)")
  private String overlap;

  @Option(
      names = "--slices",
      paramLabel = "WHICH",
      description =
          "previews of the slice with most foreground (most, the default), of all slices, or of a number of them")
  private String slices;

  @Option(
      names = "--axis",
      paramLabel = "AXIS",
      description = "axis that previewed slices lie across: H, W or D (the default)")
  private String axis;

  /**
   * What is asked for.
   *
   * @param otherwise formats where none are named; null for none
   * @throws io.medseg.InputException if a setting cannot be meant
   */
  WriteRequest request(String otherwise) {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "probs", noProbs ? "none" : probs);
    put(given, "overlap", overlap);
    put(given, "slices", slices);
    put(given, "axis", axis);
    return new WriteRequest(formats == null ? otherwise : formats, WriterSettings.parse(given));
  }

  private static void put(Map<String, String> given, String key, String value) {
    if (value != null) {
      given.put(key, value);
    }
  }
}
