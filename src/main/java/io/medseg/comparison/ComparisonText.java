package io.medseg.comparison;

import com.github.freva.asciitable.AsciiTable;
import io.medseg.comparison.RunComparison.Change;
import io.medseg.comparison.RunComparison.Setting;
import io.medseg.export.TextColumns;
import io.medseg.export.html.ShortText;
import io.medseg.export.html.ShownNumber;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison as a console shows it. */
public final class ComparisonText {
  private static final int MOST_CHANGES = 5;
  private static final int MOST_SETTINGS = 20;
  private static final int SETTING = 60;

  private ComparisonText() {}

  /** The lines, each ended. */
  public static String of(RunComparison comparison) {
    StringBuilder text = new StringBuilder();
    text.append("A: ").append(comparison.a().location()).append('\n');
    text.append("B: ").append(comparison.b().location()).append('\n');
    text.append(settings(comparison.settings()));
    text.append(differences(comparison.differences())).append('\n');
    text.append(leftOut(comparison.differences()));
    text.append(scans(comparison));
    text.append(changes(comparison.changes()));
    return text.toString();
  }

  private static String differences(List<PairedDifference> differences) {
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
        differences,
        List.of(
            TextColumns.name("metric").with(PairedDifference::metric),
            TextColumns.name("class").with(PairedDifference::category),
            TextColumns.number("n").with(one -> String.valueOf(one.n())),
            TextColumns.number("A").with(one -> ShownNumber.score(one.meanA())),
            TextColumns.number("B").with(one -> ShownNumber.score(one.meanB())),
            TextColumns.number("B - A").with(one -> ShownNumber.difference(one.mean())),
            TextColumns.number("95 % interval").with(ComparisonText::interval),
            TextColumns.number("p").with(one -> ShownNumber.probability(one.wilcoxon().p()))));
  }

  private static String leftOut(List<PairedDifference> differences) {
    return differences.stream()
        .map(PairedDifference::leftOut)
        .filter(line -> !line.isEmpty())
        .map(line -> line + ".\n")
        .collect(Collectors.joining());
  }

  static String interval(PairedDifference one) {
    return ShownNumber.difference(one.low()) + " to " + ShownNumber.difference(one.high());
  }

  private static String scans(RunComparison comparison) {
    return comparison.scans().size()
        + " scans are in both runs, "
        + comparison.onlyInA().size()
        + " only in A, "
        + comparison.onlyInB().size()
        + " only in B. Interval: Student's t of the paired differences. p: Wilcoxon signed-rank.\n";
  }

  private static String changes(List<Change> changes) {
    if (changes.isEmpty()) {
      return "No scan changed.\n";
    }
    StringBuilder text = new StringBuilder("Changed most:\n");
    for (Change change : changes.subList(0, Math.min(MOST_CHANGES, changes.size()))) {
      text.append("  ").append(change.scanId()).append(", ").append(change.category());
      text.append(": ").append(change.metric()).append(' ');
      text.append(ShownNumber.score(change.a())).append(" -> ");
      text.append(ShownNumber.score(change.b())).append(" (");
      text.append(ShownNumber.difference(change.difference())).append(")\n");
    }
    return text.toString();
  }

  private static String settings(List<Setting> settings) {
    StringBuilder text =
        new StringBuilder(settings.isEmpty() ? "Same settings, model and dataset.\n" : "Differ:\n");
    for (Setting setting : settings.subList(0, Math.min(MOST_SETTINGS, settings.size()))) {
      text.append("  ").append(setting.path()).append(": ");
      text.append(shown(setting.a())).append(" -> ").append(shown(setting.b())).append('\n');
    }
    return text.toString();
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(none)" : ShortText.of(value, SETTING);
  }
}
