package io.medseg.dataset;

import io.medseg.InputException;
import io.medseg.text.PathText;
import io.medseg.text.Spelling;
import io.medseg.text.TextFile;
import io.medseg.text.YamlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The datasets that a catalog file describes, by name. A YAML file with one key, {@code datasets},
 * a list of mappings:
 *
 * <pre>
 * datasets:
 *   - name: knees            # how experiments refer to it
 *     root: knees/test       # relative to the dataset root, or to this file
 *     layout: slices         # slices, volumes, single-file, skm-tea or a class
 *     spacing: [0.3125, 0.3125, 0.7]
 *     categories:
 *       - {id: 0, name: femoral cartilage, abbreviation: fc, color: [220, 20, 60]}
 *       - {id: [1, 2], name: tibial cartilage}
 *     scans:                 # what is different for single scans
 *       1000001_V00: {scan_spacing: [0.5, 0.5, 1.5]}
 *   - name: knees-train
 *     like: knees            # takes layout, categories, spacing and evaluator from there
 *     root: knees/train
 * </pre>
 *
 * <p>Immutable.
 */
public final class DatasetCatalog {
  private static final String KIND = "dataset catalog";

  /** Keys by which a file is known to be an experiment. */
  private static final Set<String> OF_EXPERIMENTS =
      Set.of("CATEGORIES", "IMG_SIZE", "LOSS", "MODEL_NAME", "TAG", "TEST_DATASET", "_BASE_");

  private final String file;
  private final Path roots;
  private final Configuration hadoop;
  private final Map<String, CatalogEntry> entries;

  private DatasetCatalog(
      String file, Path roots, Configuration hadoop, Map<String, CatalogEntry> entries) {
    this.file = file;
    this.roots = roots;
    this.hadoop = hadoop;
    this.entries = entries;
  }

  /**
   * Reads a catalog file.
   *
   * @param path any Hadoop path
   * @param datasetRoot folder that relative roots start from, or the first folder of such a root
   *     itself ({@code /data/knees} for the root {@code knees/test}); the folder of the file if
   *     empty
   * @throws InputException naming file, dataset and key of what cannot be used
   */
  public static DatasetCatalog read(
      String path, Optional<String> datasetRoot, Configuration hadoop) {
    if (path.endsWith(".ini")) {
      throw new InputException(
          "Cannot read %s %s: a catalog is YAML; an experiment belongs to --config-file"
              .formatted(KIND, path));
    }
    TextFile text = TextFile.read(KIND, PathText.of(KIND, path), hadoop);
    Path roots = datasetRoot.map(root -> qualified(root, hadoop)).orElse(text.path().getParent());
    String file = text.path().toString();
    Map<String, CatalogEntry> entries = entries(YamlText.mapping(KIND, text), file);
    DatasetCatalog catalog = new DatasetCatalog(file, roots, hadoop, entries);
    catalog.names().forEach(catalog::check);
    return catalog;
  }

  private static Path qualified(String root, Configuration hadoop) {
    try {
      Path path = PathText.of("dataset root", root);
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException e) {
      throw new InputException("Invalid dataset root: " + root + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, CatalogEntry> entries(Map<String, Object> mapping, String file) {
    if (mapping.size() != 1 || !(mapping.get("datasets") instanceof List<?> list)) {
      throw new InputException(
          "Cannot read dataset catalog %s: one key, datasets, with a list is expected, not %s%s"
              .formatted(file, found(mapping), advice(mapping.keySet())));
    }
    Map<String, CatalogEntry> entries = new LinkedHashMap<>();
    for (Object element : list) {
      CatalogEntry entry = CatalogEntry.of(element, file);
      if (entries.put(entry.name(), entry) != null) {
        throw new InputException(
            "Invalid dataset %s in %s: the name is given twice".formatted(entry.name(), file));
      }
    }
    return entries;
  }

  private static String advice(Set<String> keys) {
    boolean isExperiment =
        keys.stream().anyMatch(key -> OF_EXPERIMENTS.contains(key.toUpperCase(Locale.ROOT)));
    return isExperiment
        ? "; it seems to be an experiment, which belongs to --config-file; --datasets names the catalog"
        : "";
  }

  private static String found(Map<String, Object> mapping) {
    if (mapping.isEmpty()) {
      return "nothing";
    }
    return mapping.keySet().equals(Set.of("datasets"))
        ? "datasets: " + mapping.get("datasets")
        : String.join(", ", mapping.keySet());
  }

  /** Finds mistakes in any entry early, also in those that are not asked for. */
  private void check(String name) {
    CatalogEntry entry = inherited(name);
    entry.root();
    entry.layout();
    entry.layoutKeys();
    entry.augmentations();
    entry.spacing();
    entry.orientation();
    entry.evaluator();
    entry.maskRule();
    entry.scans();
    entry.tasks().forEach(entry::categories);
  }

  /** The names of its datasets, in the order of the file. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /**
   * The tasks that a dataset has categories for; one without a name if they depend on no task.
   *
   * @throws InputException if the catalog has no such dataset
   */
  public List<String> tasks(String name) {
    return inherited(name).tasks();
  }

  /** A dataset whose categories do not depend on a task; fails as the other method does. */
  public Dataset dataset(String name) {
    return dataset(name, "");
  }

  /**
   * A dataset.
   *
   * @param primaryTask the experiment's PRIMARY_TASK, which picks the categories where the dataset
   *     has some for each task
   * @throws InputException if the catalog has no such dataset (the known ones are listed), or the
   *     dataset no categories for the task
   */
  public Dataset dataset(String name, String primaryTask) {
    CatalogEntry entry = inherited(name);
    return new Dataset(
        name,
        root(entry.root()).toString(),
        entry.layout(),
        entry.categories(primaryTask),
        entry.spacing(),
        entry.evaluator(),
        entry.scans(),
        entry.augmentations(),
        layoutKeys(entry),
        entry.orientation(),
        entry.affine(),
        entry.maskRule());
  }

  private Map<String, String> layoutKeys(CatalogEntry entry) {
    Map<String, String> keys = entry.layoutKeys();
    keys.computeIfPresent(
        SkmTeaLayout.FILES,
        (key, folder) -> {
          String kind = "files of dataset " + entry.name() + " in " + file;
          return root(PathText.of(kind, folder)).toString();
        });
    return keys;
  }

  private Path root(Path root) {
    Path plain = new Path(roots, root);
    String text = root.toString();
    int folder = text.indexOf(Path.SEPARATOR);
    if (folder > 0 && text.substring(0, folder).equals(roots.getName()) && !exists(plain)) {
      Path within = new Path(roots, text.substring(folder + 1));
      return exists(within) ? within : plain;
    }
    return plain;
  }

  private boolean exists(Path path) {
    try {
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException e) {
      throw new InputException("Cannot look for dataset root " + path + ": " + e.getMessage(), e);
    }
  }

  private CatalogEntry inherited(String name) {
    CatalogEntry entry = entry(name);
    List<String> line = new ArrayList<>(List.of(name));
    for (String like = entry.text("like"); like != null; like = entries.get(like).text("like")) {
      if (!entries.containsKey(like)) {
        throw new InputException(
            "Invalid like of dataset %s in %s: %s: there is no such dataset%s"
                .formatted(name, file, like, Spelling.hint(like, entries.keySet())));
      }
      if (line.contains(like)) {
        throw new InputException(
            "Invalid like of dataset %s in %s: it comes back to itself: %s -> %s"
                .formatted(name, file, String.join(" -> ", line), like));
      }
      line.add(like);
      entry = entry.like(entries.get(like));
    }
    return entry;
  }

  private CatalogEntry entry(String name) {
    CatalogEntry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(
          "Cannot find dataset %s in %s%s; known are %s"
              .formatted(
                  name,
                  file,
                  Spelling.hint(name, entries.keySet()),
                  String.join(", ", entries.keySet())));
    }
    return entry;
  }
}
