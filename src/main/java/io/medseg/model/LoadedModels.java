package io.medseg.model;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The one loaded model of each recipe and device in this JVM. Tasks take it from here and close
 * their sessions only; the model stays for the tasks that follow. Safe for many threads.
 */
public final class LoadedModels {
  private static final ConcurrentHashMap<Key, SegmentationModel> LOADED = new ConcurrentHashMap<>();

  private record Key(ModelRecipe recipe, Device device) {}

  private LoadedModels() {}

  /**
   * The model of this recipe on a device, loaded by the first caller while others of the same
   * recipe wait. A failure is not kept: the next caller tries again.
   *
   * @throws io.medseg.InputException if it cannot be loaded
   */
  public static SegmentationModel get(ModelRecipe recipe, Device device, Configuration hadoop) {
    Key key = new Key(recipe, device);
    SegmentationModel loaded = LOADED.get(key);
    return loaded != null
        ? loaded
        : LOADED.computeIfAbsent(key, unused -> recipe.load(hadoop, device));
  }

  /**
   * Closes and forgets every model of this JVM. For the end of a local run and for tests: no
   * session may be open.
   */
  public static void closeAll() {
    for (Iterator<SegmentationModel> models = LOADED.values().iterator(); models.hasNext(); ) {
      SegmentationModel model = models.next();
      models.remove();
      model.close();
    }
  }
}
