package io.medseg.evaluation;

import io.medseg.metric.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The scores of all scans of a run and what they amount to. The scans are kept in the order of
 * their ids, so results do not depend on the order in which tasks ended. Immutable.
 *
 * @param metrics in the order of {@link ScanScores#values()}
 * @param categories names of the classes, in the order of the values
 * @param scans sorted by scan id; each id once
 */
public record EvaluationSummary(
    List<MetricLabel> metrics, List<String> categories, List<ScanScores> scans) {

  /** Name, unit ("mm" or "") and direction of a metric. */
  public record MetricLabel(String name, String unit, Metric.Better better) {
    /** A pure number is better where it is higher, a distance where it is lower. */
    public MetricLabel(String name, String unit) {
      this(name, unit, unit.isEmpty() ? Metric.Better.HIGHER : Metric.Better.LOWER);
    }

    /** As tables name it, as in "ASSD (mm)". */
    public String title() {
      return unit.isEmpty() ? name : name + " (" + unit + ")";
    }

    /** Whether the higher of two values tells of the better segmentation. */
    public boolean isBetterHigher() {
      return better == Metric.Better.HIGHER;
    }
  }

  /** Sorts the scans and checks that all have a value for every metric and class. */
  public EvaluationSummary {
    metrics = List.copyOf(metrics);
    categories = List.copyOf(categories);
    List<ScanScores> sorted = new ArrayList<>(scans);
    sorted.sort(Comparator.comparing(ScanScores::scanId));
    scans = List.copyOf(sorted);
    for (int i = 0; i < scans.size(); i++) {
      requireComplete(scans.get(i), metrics.size(), categories.size());
      if (i > 0 && scans.get(i).scanId().equals(scans.get(i - 1).scanId())) {
        throw new IllegalArgumentException(
            "Invalid scores: scan " + scans.get(i).scanId() + " is there twice");
      }
    }
  }

  private static void requireComplete(ScanScores scan, int metrics, int categories) {
    boolean complete =
        scan.values().size() == metrics
            && scan.counts().size() == categories
            && scan.values().stream().allMatch(values -> values.length == categories);
    if (!complete) {
      throw new IllegalArgumentException(
          "Invalid scores of scan "
              + scan.scanId()
              + ": expected "
              + metrics
              + " metrics of "
              + categories
              + " classes");
    }
  }

  /** The summary of scores that were made with these metrics. */
  public static EvaluationSummary of(
      List<Metric> metrics, List<String> categories, List<ScanScores> scans) {
    List<MetricLabel> labels =
        metrics.stream()
            .map(metric -> new MetricLabel(metric.name(), metric.unit(), metric.better()))
            .toList();
    return new EvaluationSummary(labels, categories, scans);
  }

  /** The spread of a metric of a class over the scans; its mean is MedSegPy's overall value. */
  public Distribution distribution(int metric, int category) {
    return Distribution.of(values(metric, category));
  }

  /** The values of a metric of a class, in the order of the scans. */
  public double[] values(int metric, int category) {
    return scans.stream().mapToDouble(scan -> scan.values().get(metric)[category]).toArray();
  }

  /** The mean of a metric over the classes of one scan that have a value. */
  public double meanOfScan(ScanScores scan, int metric) {
    return Distribution.of(scan.values().get(metric)).mean();
  }

  /** The mean over the classes of their means over scans; classes without a value are left out. */
  public double mean(int metric) {
    return Distribution.of(
            IntStream.range(0, categories.size())
                .mapToDouble(category -> distribution(metric, category).mean())
                .toArray())
        .mean();
  }

  /** In how many scans a class is there, missed or made up. */
  public ClassPresence presence(int category) {
    return ClassPresence.of(scans.stream().map(scan -> scan.counts().get(category)).toList());
  }

  /** A reduction of the volumes (in voxels) of a class. */
  public Reduction.Reduced ofVolumes(Reduction reduction, int category) {
    return reduction.of(
        scans.stream().mapToDouble(scan -> scan.counts().get(category).predicted()).toArray(),
        scans.stream().mapToDouble(scan -> scan.counts().get(category).truth()).toArray());
  }

  /** The spread of the seconds that the scans took. */
  public Distribution seconds() {
    return Distribution.of(scans.stream().mapToDouble(ScanScores::seconds).toArray());
  }
}
