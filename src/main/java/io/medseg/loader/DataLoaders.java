package io.medseg.loader;

import io.medseg.Registry;
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
   * The loader that the experiment's TAG names.
   *
   * @throws io.medseg.InputException if TAG is unknown (the known ones are listed) or a setting of
   *     the loader is wrong
   */
  public static DataLoader create(Experiment experiment) {
    String tag = experiment.tag();
    String name = EARLIER_NAMES_OF_DEFAULT.contains(tag) ? "DefaultDataLoader" : tag;
    return LOADERS.create(name, Experiment.class, experiment);
  }
}
