package io.medseg.inspection;

import io.medseg.export.CsvLine;
import io.medseg.export.PythonFloat;
import io.medseg.export.Report;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** scans.csv: a line per scan, by dataset and scan id; empty cells where nothing is known. */
public record ScansCsv(Inspection inspection) implements Report {
  private static final List<String> HEADER =
      List.of(
          "dataset",
          "scan",
          "subject",
          "layout",
          "height",
          "width",
          "depth",
          "mask_channels",
          "image_type",
          "mask_type",
          "spacing_height",
          "spacing_width",
          "spacing_depth",
          "spacing_stated",
          "bytes",
          "min",
          "max",
          "mean",
          "sd",
          "nan",
          "infinite",
          "sha256",
          "class_voxels",
          "overlap",
          "odd_mask_values",
          "findings");

  @Override
  public String fileName() {
    return "scans.csv";
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    out.write(CsvLine.of(HEADER));
    Map<List<String>, Set<String>> codes = codes(inspection.findings());
    for (DatasetInspection dataset : inspection.datasets()) {
      for (ScanFacts scan : dataset.facts()) {
        Set<String> of = codes.getOrDefault(List.of(scan.dataset(), scan.scanId()), Set.of());
        out.write(CsvLine.of(line(scan, dataset.dataset().layout(), of)));
      }
    }
  }

  private static List<String> line(ScanFacts scan, String layout, Set<String> codes) {
    List<String> cells = new ArrayList<>();
    cells.addAll(
        List.of(text(scan.dataset()), text(scan.scanId()), text(scan.subjectId()), text(layout)));
    cells.addAll(stored(scan.stored()));
    cells.add(number(scan.spacing().height()));
    cells.add(number(scan.spacing().width()));
    cells.add(number(scan.spacing().depth()));
    cells.add(scan.spacingOrigin() == SpacingOrigin.STATED ? "yes" : "no");
    cells.add(String.valueOf(scan.bytes()));
    cells.addAll(image(scan.image()));
    cells.addAll(masks(scan.masks()));
    cells.add(String.join(" ", codes));
    return cells;
  }

  private static List<String> stored(StoredFacts stored) {
    if (stored == null) {
      return Collections.nCopies(6, "");
    }
    Shape shape = stored.shape();
    return List.of(
        String.valueOf(shape.get(0)),
        String.valueOf(shape.get(1)),
        String.valueOf(shape.get(2)),
        String.valueOf(stored.maskChannels()),
        text(stored.imageType()),
        text(stored.maskType()));
  }

  private static List<String> image(ImageFacts image) {
    if (image == null) {
      return Collections.nCopies(7, "");
    }
    FiniteValues finite = image.finite();
    boolean known = finite.count() > 0;
    return List.of(
        known ? number(finite.min()) : "",
        known ? number(finite.max()) : "",
        known ? number(finite.mean()) : "",
        known ? number(finite.sd()) : "",
        String.valueOf(image.notANumber()),
        String.valueOf(image.infinite()),
        image.sha256());
  }

  private static List<String> masks(MaskFacts masks) {
    if (masks == null) {
      return Collections.nCopies(3, "");
    }
    String classes =
        masks.classes().stream()
            .map(one -> one.name() + "=" + one.voxels())
            .collect(Collectors.joining("; "));
    return List.of(text(classes), String.valueOf(masks.overlap()), String.valueOf(masks.odd()));
  }

  /** Titles of the codes of each scan, by dataset and scan. */
  private static Map<List<String>, Set<String>> codes(List<Finding> findings) {
    Map<List<String>, Set<String>> codes = new HashMap<>();
    for (Finding finding : findings) {
      if (finding.scanId() != null) {
        codes
            .computeIfAbsent(
                List.of(finding.dataset(), finding.scanId()), scan -> new LinkedHashSet<>())
            .add(finding.code().title());
      }
    }
    return codes;
  }

  private static String number(double value) {
    return PythonFloat.repr(value);
  }

  private static String text(String text) {
    return text == null ? "" : CsvLine.text(text);
  }
}
