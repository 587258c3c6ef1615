package io.medseg.job;

import io.medseg.dataset.Augmentations;
import io.medseg.dataset.Category;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.export.Report;
import io.medseg.inspection.SpacingOrigin;
import io.medseg.spark.ScanFormat;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code datasets.yaml}: the catalog of scans that were written in another layout, a dataset for
 * each side of the split. Written last. What differs between the datasets that they come from is
 * kept with each scan.
 *
 * @param written ids of the scans of each side
 */
record ConvertedCatalog(TrainingData data, ScanFormat format, List<List<String>> written)
    implements Report {
  static final String NAME = "datasets.yaml";

  @Override
  public String fileName() {
    return NAME;
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
    options.setWidth(120);
    List<Object> datasets = new ArrayList<>();
    for (int side = 0; side < written.size(); side++) {
      datasets.add(entry(data.split().names().get(side), Set.copyOf(written.get(side))));
    }
    new Yaml(options).dump(Map.of("datasets", datasets), out);
  }

  private Map<String, Object> entry(String side, Set<String> ids) {
    Dataset first = data.datasets().datasets().get(0);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", first.name() + "_" + side.replace('-', '_') + "_" + format.layout());
    entry.put("root", side);
    entry.put("layout", format.layout());
    entry.put("evaluator", first.evaluator());
    if (data.datasets().datasets().stream().anyMatch(ConvertedCatalog::hasCopies)) {
      entry.put("augmentations", "all");
    }
    entry.put("categories", first.categories().stream().map(ConvertedCatalog::category).toList());
    entry.put("scans", scans(ids));
    return entry;
  }

  private static boolean hasCopies(Dataset dataset) {
    return dataset.augmentations() == Augmentations.ALL;
  }

  private static Map<String, Object> category(Category category) {
    Map<String, Object> entry = new LinkedHashMap<>();
    // Lists of their own: YAML would refer from one to the other.
    List<Integer> channels = new ArrayList<>(category.channels());
    entry.put("id", channels.size() == 1 ? channels.get(0) : channels);
    entry.put("name", category.name());
    entry.put("abbreviation", category.abbreviation());
    if (!category.color().isEmpty()) {
      entry.put("color", new ArrayList<>(category.color()));
    }
    return entry;
  }

  /** Spacing, and how they lie in the patient, where somebody states it. */
  private Map<String, Object> scans(Set<String> ids) {
    Map<String, Object> scans = new TreeMap<>();
    Map<String, Dataset> datasets = data.datasets().datasetsByScan();
    for (Scan scan : data.scans()) {
      if (ids.contains(scan.scanId())) {
        Map<String, Object> values = values(scan, datasets.get(scan.scanId()));
        if (!values.isEmpty()) {
          scans.put(scan.scanId(), values);
        }
      }
    }
    return scans;
  }

  private static Map<String, Object> values(Scan scan, Dataset dataset) {
    Map<String, Object> values = new TreeMap<>(scan.overrides());
    if (SpacingOrigin.of(scan, dataset) == SpacingOrigin.STATED) {
      Spacing mm = scan.spacing(dataset);
      values.put("scan_spacing", List.of(mm.height(), mm.width(), mm.depth()));
    }
    boolean isPlaced = values.containsKey("scan_affine") || values.containsKey("scan_orientation");
    if (!isPlaced && dataset.affine() != null) {
      values.put("scan_affine", rows(dataset));
    } else if (!isPlaced && dataset.orientation() != null) {
      values.put("scan_orientation", dataset.orientation().towards());
    }
    return values;
  }

  private static List<List<Double>> rows(Dataset dataset) {
    List<List<Double>> rows = new ArrayList<>();
    for (int row = 0; row < 4; row++) {
      List<Double> values = new ArrayList<>();
      for (int column = 0; column < 4; column++) {
        values.add(dataset.affine().get(row, column));
      }
      rows.add(values);
    }
    return rows;
  }
}
