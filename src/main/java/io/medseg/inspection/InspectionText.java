package io.medseg.inspection;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.OverflowBehaviour;
import io.medseg.Secrets;
import io.medseg.export.PythonFloat;
import io.medseg.export.TextColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An inspection as a console shows it: a table of facts, one of classes, and the findings. */
public final class InspectionText {
  private static final int VALUE_WIDTH = 70;

  /** Different values that are shown of a property. */
  private static final int VALUES = 6;

  /** Findings that are shown of a code. */
  private static final int FINDINGS = 5;

  private InspectionText() {}

  /** The lines, each ended. */
  public static String of(Inspection inspection) {
    StringBuilder text = new StringBuilder();
    for (DatasetInspection dataset : inspection.datasets()) {
      text.append(facts(dataset)).append('\n');
      DatasetSummary summary = DatasetSummary.of(dataset.facts());
      if (!summary.classes().isEmpty()) {
        text.append(classes(summary)).append('\n');
      }
      text.append(findings(dataset.findings()));
    }
    text.append(findings(inspection.across()));
    if (!inspection.missing().isEmpty()) {
      text.append("Not there: ").append(String.join(", ", inspection.missing())).append('\n');
    }
    return text.append(total(inspection)).toString();
  }

  private static String total(Inspection inspection) {
    return "Scans: %s, in datasets: %s. Errors: %s, warnings: %s.%n"
        .formatted(
            inspection.scans(),
            inspection.datasets().size(),
            inspection.count(Severity.ERROR),
            inspection.count(Severity.WARNING));
  }

  private static String facts(DatasetInspection one) {
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
        List.copyOf(properties(one).entrySet()),
        List.of(
            TextColumns.name("dataset").with(Map.Entry::getKey),
            TextColumns.name(one.dataset().name())
                .maxWidth(VALUE_WIDTH, OverflowBehaviour.NEWLINE)
                .with(Map.Entry::getValue)));
  }

  private static Map<String, String> properties(DatasetInspection one) {
    DatasetSummary summary = DatasetSummary.of(one.facts());
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("root", Secrets.masked(one.dataset().root()));
    shown.put("layout", one.dataset().layout());
    shown.put("scans", summary.scans() + ", " + summary.read() + " of them read");
    shown.put("subjects", subjects(summary));
    shown.put("size", String.format(Locale.ROOT, "%.1f MB", summary.bytes() / 1e6));
    shown.put("shapes", values(summary.shapes()));
    shown.put("image types", values(summary.imageTypes()));
    shown.put("mask types", values(summary.maskTypes()));
    shown.put("mask channels", values(summary.maskChannels()));
    shown.put("spacings", values(summary.spacings()));
    shown.put("intensity", intensity(summary.finite()));
    shown.put("worst finding", one.worst() == null ? "none" : one.worst().title());
    return shown;
  }

  private static String subjects(DatasetSummary summary) {
    int several = summary.severalScans().size();
    return summary.subjects().size() + (several == 0 ? "" : ", " + several + " with several scans");
  }

  /** As in "384x384x160 (12), 384x384x161 (1)": the most frequent first. */
  private static String values(Map<String, Integer> counts) {
    List<Map.Entry<String, Integer>> byCount = new ArrayList<>(counts.entrySet());
    byCount.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
    List<String> shown = new ArrayList<>();
    for (Map.Entry<String, Integer> one : byCount.subList(0, Math.min(VALUES, byCount.size()))) {
      shown.add(one.getKey() + " (" + one.getValue() + ")");
    }
    if (byCount.size() > VALUES) {
      shown.add("and " + (byCount.size() - VALUES) + " others");
    }
    return shown.isEmpty() ? "-" : String.join(", ", shown);
  }

  private static String intensity(FiniteValues finite) {
    return finite.count() == 0
        ? "-"
        : "%s to %s, mean %s, sd %s"
            .formatted(
                PythonFloat.general(finite.min()),
                PythonFloat.general(finite.max()),
                PythonFloat.general(finite.mean()),
                PythonFloat.general(finite.sd()));
  }

  private static String classes(DatasetSummary summary) {
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
        summary.classes(),
        List.of(
            TextColumns.name("class").with(DatasetSummary.ClassFrequency::name),
            TextColumns.number("voxels").with(one -> String.valueOf(one.voxels())),
            TextColumns.number("of all voxels")
                .with(one -> String.format(Locale.ROOT, "%.4f %%", 100 * one.fraction())),
            TextColumns.number("in scans").with(one -> String.valueOf(one.scans()))));
  }

  /** The first ones of every code; a code's findings follow each other. */
  private static String findings(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    Map<FindingCode, Integer> shown = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (shown.merge(finding.code(), 1, Integer::sum) <= FINDINGS) {
        String title = finding.severity().title() + " " + finding.code().title();
        text.append(title).append(": ").append(finding.message()).append('\n');
      }
    }
    shown.forEach(
        (code, count) -> {
          if (count > FINDINGS) {
            text.append("... and %s more of %s%n".formatted(count - FINDINGS, code.title()));
          }
        });
    return text.toString();
  }
}
