package io.medseg.inspection;

import io.medseg.volume.Spacing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The scans of one dataset together.
 *
 * @param scans how many there are
 * @param read how many of them were read
 * @param bytes of their files
 * @param subjects scans of each subject
 * @param shapes scans of each shape, as in "384x384x160"; likewise the following
 * @param finite range, mean and spread of all voxels that were read
 * @param classes in order of the classes
 */
record DatasetSummary(
    int scans,
    int read,
    long bytes,
    Map<String, Integer> subjects,
    Map<String, Integer> shapes,
    Map<String, Integer> imageTypes,
    Map<String, Integer> maskTypes,
    Map<String, Integer> maskChannels,
    Map<String, Integer> spacings,
    FiniteValues finite,
    List<ClassFrequency> classes) {

  /**
   * How often a class is met.
   *
   * @param fraction of all voxels of the scans with masks
   * @param scans with at least one voxel
   */
  record ClassFrequency(String name, long voxels, double fraction, int scans) {}

  static DatasetSummary of(List<ScanFacts> scans) {
    List<ScanFacts> read = scans.stream().filter(scan -> scan.image() != null).toList();
    return new DatasetSummary(
        scans.size(),
        read.size(),
        scans.stream().mapToLong(ScanFacts::bytes).sum(),
        count(scans, ScanFacts::person),
        count(scans, stored(stored -> stored.shape().toString())),
        count(scans, stored(StoredFacts::imageType)),
        count(scans, stored(StoredFacts::maskType)),
        count(scans, stored(stored -> String.valueOf(stored.maskChannels()))),
        count(scans, DatasetSummary::spacing),
        read.stream()
            .map(scan -> scan.image().finite())
            .reduce(FiniteValues.NONE, FiniteValues::plus),
        classes(read));
  }

  private static Function<ScanFacts, String> stored(Function<StoredFacts, String> of) {
    return scan -> scan.stored() == null ? null : of.apply(scan.stored());
  }

  private static Map<String, Integer> count(
      List<ScanFacts> scans, Function<ScanFacts, String> property) {
    Map<String, Integer> counts = new TreeMap<>();
    scans.stream()
        .map(property)
        .filter(Objects::nonNull)
        .forEach(value -> counts.merge(value, 1, Integer::sum));
    return counts;
  }

  private static String spacing(ScanFacts scan) {
    Spacing spacing = scan.spacing();
    String text = spacing.height() + " x " + spacing.width() + " x " + spacing.depth() + " mm";
    return scan.spacingOrigin() == SpacingOrigin.STATED ? text : text + " (assumed)";
  }

  private static List<ClassFrequency> classes(List<ScanFacts> read) {
    Map<String, ClassFrequency> classes = new LinkedHashMap<>();
    long voxels = 0;
    for (ScanFacts scan : read) {
      if (scan.masks() != null) {
        voxels += scan.stored().shape().elements();
        for (ClassVoxels one : scan.masks().classes()) {
          classes.merge(one.name(), once(one), DatasetSummary::both);
        }
      }
    }
    double all = voxels;
    return classes.values().stream()
        .map(one -> new ClassFrequency(one.name(), one.voxels(), one.voxels() / all, one.scans()))
        .toList();
  }

  private static ClassFrequency once(ClassVoxels one) {
    return new ClassFrequency(one.name(), one.voxels(), 0, one.voxels() > 0 ? 1 : 0);
  }

  private static ClassFrequency both(ClassFrequency a, ClassFrequency b) {
    return new ClassFrequency(a.name(), a.voxels() + b.voxels(), 0, a.scans() + b.scans());
  }

  /** Subjects with more than one scan. */
  List<String> severalScans() {
    return subjects.entrySet().stream()
        .filter(subject -> subject.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
