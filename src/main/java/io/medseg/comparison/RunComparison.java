package io.medseg.comparison;

import io.medseg.InputException;
import io.medseg.export.html.Flattened;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Run B against run A, paired by scan.
 *
 * @param scans ids of the scans that both have, ascending
 * @param differences by metric, then class
 * @param changes the scans and classes whose first metric changed most, the largest change first
 * @param settings what the manifests say differently, but for what no two runs share
 */
public record RunComparison(
    RunFolder a,
    RunFolder b,
    List<String> scans,
    List<String> onlyInA,
    List<String> onlyInB,
    List<PairedDifference> differences,
    List<Change> changes,
    List<Setting> settings) {
  private static final int MOST_CHANGES = 20;

  /** What every run has for itself, and what {@link #scans} tells already. */
  private static final Set<String> OF_ONE_RUN =
      Set.of(
          "run_id",
          "started",
          "finished",
          "counts",
          "counted_by_tasks",
          "seconds",
          "dataset.scans",
          "software.spark_application");

  /** A value that is another one in B; NaN where it is not defined. */
  public record Change(String scanId, String category, String metric, double a, double b) {
    /** B - A. */
    public double difference() {
      return b - a;
    }

    /** Whether the values differ; a value that only one run has is another one than none. */
    boolean isOne() {
      return a != b && !(Double.isNaN(a) && Double.isNaN(b));
    }

    /** How far they are apart; a value that appears or is gone counts as more than any other. */
    double size() {
      return Double.isNaN(difference()) ? Double.POSITIVE_INFINITY : Math.abs(difference());
    }
  }

  /** An entry of the manifests that differs; empty where a run has none. */
  public record Setting(String path, String a, String b) {}

  /**
   * Compares two runs.
   *
   * @param metrics the metrics to compare; all if there are none
   * @throws InputException if they have no scan in common, other classes or other metrics
   */
  public static RunComparison of(RunFolder a, RunFolder b, List<String> metrics) {
    requireSame("classes", a, b, run -> run.scores().classes(), "");
    List<String> compared = metrics.isEmpty() ? allMetrics(a, b) : known(metrics, a, b);
    List<String> scans = common(a.scores().values().keySet(), b.scores().values().keySet());
    if (scans.isEmpty()) {
      throw cannot(a, b, "no scan is in both: " + examples(a) + "; " + examples(b));
    }
    return new RunComparison(
        a,
        b,
        scans,
        without(a.scores().values().keySet(), b.scores().values().keySet()),
        without(b.scores().values().keySet(), a.scores().values().keySet()),
        differences(a, b, scans, compared),
        changes(a, b, scans, compared.get(0)),
        settings(a, b));
  }

  private static List<String> allMetrics(RunFolder a, RunFolder b) {
    requireSame(
        "metrics",
        a,
        b,
        run -> run.scores().metrics(),
        "; --metric NAME compares one that both have");
    return List.copyOf(a.scores().metrics());
  }

  private static List<String> known(List<String> metrics, RunFolder a, RunFolder b) {
    List<String> both = common(a.scores().metrics(), b.scores().metrics());
    List<String> wanted = metrics.stream().map(String::strip).distinct().toList();
    for (String metric : wanted) {
      if (!both.contains(metric)) {
        throw new InputException(
            "Invalid --metric: '" + metric + "'; both runs have " + String.join(", ", both));
      }
    }
    return wanted;
  }

  private static void requireSame(
      String what,
      RunFolder a,
      RunFolder b,
      Function<RunFolder, Collection<String>> names,
      String advice) {
    List<String> onlyInA = without(names.apply(a), names.apply(b));
    List<String> onlyInB = without(names.apply(b), names.apply(a));
    if (!onlyInA.isEmpty() || !onlyInB.isEmpty()) {
      String inA = onlyInA.isEmpty() ? "" : "; only in the first: " + String.join(", ", onlyInA);
      String inB = onlyInB.isEmpty() ? "" : "; only in the second: " + String.join(", ", onlyInB);
      throw cannot(a, b, "they have other " + what + inA + inB + advice);
    }
  }

  private static String examples(RunFolder run) {
    Set<String> scans = run.scores().values().keySet();
    return run.location()
        + " has "
        + (scans.isEmpty() ? "none" : scans.size() + ", as " + scans.iterator().next());
  }

  private static InputException cannot(RunFolder a, RunFolder b, String why) {
    return new InputException(
        "Cannot compare " + a.location() + " with " + b.location() + ": " + why);
  }

  private static List<String> common(Collection<String> first, Collection<String> second) {
    return first.stream().filter(second::contains).toList();
  }

  private static List<String> without(Collection<String> first, Collection<String> second) {
    return first.stream().filter(name -> !second.contains(name)).toList();
  }

  private static List<PairedDifference> differences(
      RunFolder a, RunFolder b, List<String> scans, List<String> metrics) {
    List<PairedDifference> differences = new ArrayList<>();
    for (String metric : metrics) {
      for (String category : a.scores().classes()) {
        differences.add(
            PairedDifference.of(
                metric,
                category,
                values(a, scans, metric, category),
                values(b, scans, metric, category)));
      }
    }
    return differences;
  }

  private static double[] values(
      RunFolder run, List<String> scans, String metric, String category) {
    return scans.stream().mapToDouble(scan -> run.scores().value(scan, metric, category)).toArray();
  }

  private static List<Change> changes(RunFolder a, RunFolder b, List<String> scans, String metric) {
    return scans.stream()
        .flatMap(
            scan ->
                a.scores().classes().stream()
                    .map(
                        category ->
                            new Change(
                                scan,
                                category,
                                metric,
                                a.scores().value(scan, metric, category),
                                b.scores().value(scan, metric, category))))
        .filter(Change::isOne)
        .sorted(Comparator.comparingDouble(Change::size).reversed())
        .limit(MOST_CHANGES)
        .toList();
  }

  private static List<Setting> settings(RunFolder a, RunFolder b) {
    Map<String, String> inA = leaves(a);
    Map<String, String> inB = leaves(b);
    Set<String> paths = new TreeSet<>(inA.keySet());
    paths.addAll(inB.keySet());
    return paths.stream()
        .map(path -> new Setting(path, inA.getOrDefault(path, ""), inB.getOrDefault(path, "")))
        .filter(setting -> !setting.a().equals(setting.b()))
        .toList();
  }

  private static Map<String, String> leaves(RunFolder run) {
    return Flattened.of(run.manifest(), OF_ONE_RUN).stream()
        .collect(Collectors.toMap(Flattened.Entry::path, Flattened.Entry::value));
  }
}
