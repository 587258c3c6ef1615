package io.medseg.inspection;

import io.medseg.Secrets;
import io.medseg.export.JsonText;
import io.medseg.export.Report;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** inspection.json: all of an inspection at full precision; null where nothing is known. */
public record InspectionJson(Inspection inspection) implements Report {
  /** Name of the file. */
  public static final String NAME = "inspection.json";

  @Override
  public String fileName() {
    return NAME;
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    Map<String, Object> content = new TreeMap<>();
    content.put("catalog", Secrets.masked(inspection.catalog()));
    content.put(
        "experiment",
        inspection.experiment() == null ? null : Secrets.masked(inspection.experiment()));
    content.put("datasets", inspection.datasets().stream().map(InspectionJson::entry).toList());
    content.put("not_there", inspection.missing());
    content.put("errors", inspection.count(Severity.ERROR));
    content.put("warnings", inspection.count(Severity.WARNING));
    content.put("findings", inspection.findings().stream().map(InspectionJson::entry).toList());
    JsonText.STRICT.write(content, out);
  }

  private static Map<String, Object> entry(Finding finding) {
    Map<String, Object> entry = new TreeMap<>();
    entry.put("severity", finding.severity().title());
    entry.put("code", finding.code().title());
    entry.put("dataset", finding.dataset());
    entry.put("scan_id", finding.scanId());
    entry.put("message", finding.message());
    return entry;
  }

  private static Map<String, Object> entry(DatasetInspection one) {
    DatasetSummary summary = DatasetSummary.of(one.facts());
    Map<String, Object> entry = new TreeMap<>();
    entry.put("name", one.dataset().name());
    entry.put("root", Secrets.masked(one.dataset().root()));
    entry.put("layout", one.dataset().layout());
    entry.put("scan_count", summary.scans());
    entry.put("scans_read", summary.read());
    entry.put("bytes", summary.bytes());
    entry.put("subject_count", summary.subjects().size());
    entry.put("subjects_with_several_scans", summary.severalScans());
    entry.put("shapes", summary.shapes());
    entry.put("image_types", summary.imageTypes());
    entry.put("mask_types", summary.maskTypes());
    entry.put("mask_channels", summary.maskChannels());
    entry.put("spacings", summary.spacings());
    entry.put("intensity", intensity(summary.finite()));
    entry.put("classes", summary.classes().stream().map(InspectionJson::entry).toList());
    entry.put("stray_files", one.leftovers().strangerCount());
    entry.put("files_of_unwanted_copies", one.leftovers().copies());
    entry.put("scans", one.facts().stream().map(InspectionJson::entry).toList());
    return entry;
  }

  private static Map<String, Object> entry(DatasetSummary.ClassFrequency one) {
    return Map.of(
        "name", one.name(),
        "voxels", one.voxels(),
        "fraction", one.fraction(),
        "scans", one.scans());
  }

  private static Map<String, Object> intensity(FiniteValues finite) {
    boolean known = finite.count() > 0;
    return new TreeMap<>(
        Map.of(
            "min", known ? finite.min() : Double.NaN,
            "max", known ? finite.max() : Double.NaN,
            "mean", known ? finite.mean() : Double.NaN,
            "sd", finite.sd()));
  }

  private static Map<String, Object> entry(ScanFacts scan) {
    Map<String, Object> entry = new TreeMap<>();
    entry.put("scan_id", scan.scanId());
    entry.put("subject_id", scan.subjectId());
    entry.put("location", Secrets.masked(scan.location()));
    entry.put("bytes", scan.bytes());
    Spacing spacing = scan.spacing();
    entry.put("spacing", List.of(spacing.height(), spacing.width(), spacing.depth()));
    entry.put("spacing_stated", scan.spacingOrigin() == SpacingOrigin.STATED);
    StoredFacts stored = scan.stored();
    entry.put("shape", stored == null ? null : stored.shape().toArray());
    entry.put("mask_channels", stored == null ? null : stored.maskChannels());
    entry.put("image_type", stored == null ? null : stored.imageType());
    entry.put("mask_type", stored == null ? null : stored.maskType());
    entry.put("image", scan.image() == null ? null : entry(scan.image()));
    entry.put("contrasts", scan.contrasts().stream().map(InspectionJson::entry).toList());
    entry.put("masks", scan.masks() == null ? null : entry(scan.masks()));
    return entry;
  }

  private static Map<String, Object> entry(ImageFacts image) {
    Map<String, Object> entry = intensity(image.finite());
    entry.put("nan", image.notANumber());
    entry.put("infinite", image.infinite());
    entry.put("sha256", image.sha256());
    entry.put("repeated_slices", image.repeated());
    return entry;
  }

  private static Map<String, Object> entry(ContrastFacts contrast) {
    Map<String, Object> entry = entry(contrast.image());
    entry.put("location", Secrets.masked(contrast.location()));
    return entry;
  }

  private static Map<String, Object> entry(MaskFacts masks) {
    List<Map<String, Object>> classes = new ArrayList<>();
    masks.classes().forEach(one -> classes.add(Map.of("name", one.name(), "voxels", one.voxels())));
    return Map.of("classes", classes, "overlap", masks.overlap(), "odd_values", masks.odd());
  }
}
