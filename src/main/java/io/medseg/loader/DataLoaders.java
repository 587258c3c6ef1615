package io.medseg.loader;

import io.medseg.Registry;
import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.ScanCollection;
import io.medseg.experiment.Experiment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Data loaders by TAG: a built-in name, a name that MedSegPy used earlier, or the name of a class
 * with a public constructor that takes an {@link Experiment}.
 */
public final class DataLoaders {
  private static final Set<String> EARLIER_NAMES_OF_DEFAULT =
      Set.of("oai", "oai_aug", "oai_2d", "oai_aug_2d");
  private static final Registry<DataLoader> LOADERS =
      new Registry<>("data loader (TAG)", DataLoader.class, builtIns());

  private DataLoaders() {}

  private static Map<String, String> builtIns() {
    Map<String, String> classes = new LinkedHashMap<>();
    classes.put("DefaultDataLoader", DefaultDataLoader.class.getName());
    classes.put("S25dDataLoader", S25dDataLoader.class.getName());
    classes.put("PatchDataLoader", PatchDataLoader.class.getName());
    classes.put("N5dDataLoader", N5dDataLoader.class.getName());
    classes.put("qDESSDataLoader", QdessDataLoader.class.getName());
    classes.put("qDESSImageDataLoader", QdessImageDataLoader.class.getName());
    classes.put("Abdominal_CT_DataLoader", AbdominalCtDataLoader.class.getName());
    classes.put("Abdominal_CT_ImageDataLoader", AbdominalCtImageDataLoader.class.getName());
    return classes;
  }

  /** The built-in names. */
  public static Iterable<String> names() {
    return LOADERS.names();
  }

  /**
   * The loader that the experiment's TAG names; one from outside the project in a cover that fails
   * scans of which it breaks what {@link DataLoader} asks for.
   *
   * @throws io.medseg.InputException if TAG is unknown (the known ones are listed) or a setting of
   *     the loader is wrong
   */
  public static DataLoader create(Experiment experiment) {
    String tag = experiment.tag();
    String name = EARLIER_NAMES_OF_DEFAULT.contains(tag) ? "DefaultDataLoader" : tag;
    DataLoader loader = LOADERS.create(name, Experiment.class, experiment);
    boolean isOurs = builtIns().containsKey(name);
    return isOurs ? loader : new CheckedLoader(loader);
  }

  /**
   * Batches and predictions over the scans of several datasets, for one machine: MedSegPy's {@code
   * build_loader}. TAG names the loader, SEED and the parity decide how elements are shuffled,
   * PRELOAD_DATA and NUM_WORKERS how scans are read. If CATEGORIES is empty, the classes are the
   * categories of the datasets. No voxel is read yet.
   *
   * @param datasets scans in the order in which they are used; there may be none
   * @param batchSize elements in a batch, at least 1, also in inference
   * @param form whether batches have x before preprocessing, too (MedSegPy's is_test)
   * @param arrangement whether batches are shuffled
   * @param lastBatch what becomes of a last batch that is not full; testing keeps it
   * @return a sequence that the caller closes
   * @throws io.medseg.InputException if a setting is wrong, or if CATEGORIES is empty and the
   *     datasets have no or different categories
   */
  public static BatchSequence build(
      Experiment experiment,
      ScanCollection datasets,
      int batchSize,
      BatchForm form,
      BatchSettings.Arrangement arrangement,
      BatchSettings.LastBatch lastBatch) {
    CategorySelection categories =
        CategorySelection.of(datasets.datasets(), experiment.categories());
    return new BatchSequence(
        experiment.withCategories(categories.channels()),
        datasets,
        new BatchSettings(
            batchSize, form, lastBatch, arrangement, experiment.seed(), experiment.parity()),
        ReadingSettings.of(experiment));
  }
}
