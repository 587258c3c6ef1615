package io.medseg.model;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The one loaded model of each recipe and device in this JVM. Tasks take it from here and close
 * their sessions only; the model stays for the tasks that follow. A model in which a session does
 * not return is left behind, open, and loaded anew for who comes next. Safe for many threads.
 */
public final class LoadedModels {
  private static final ConcurrentHashMap<Key, SegmentationModel> LOADED = new ConcurrentHashMap<>();

  /**
   * How often a recipe's model may be left behind in one JVM: each keeps its memory and the threads
   * that do not return.
   */
  static final int MOST_LEFT_BEHIND = 8;

  /** Their threads still run in them: who freed one would end the process. */
  private static final Map<SegmentationModel, Key> LEFT_BEHIND =
      Collections.synchronizedMap(new IdentityHashMap<>());

  private record Key(ModelRecipe recipe, Device device) {}

  private LoadedModels() {}

  /**
   * The model of this recipe on a device, loaded by the first caller while others of the same
   * recipe wait. A failure is not kept: the next caller tries again.
   *
   * @throws TooManyLeftBehind if it would have to be loaded, and was left behind as often as it may
   *     be
   * @throws io.medseg.InputException if it cannot be loaded
   */
  public static SegmentationModel get(ModelRecipe recipe, Device device, Configuration hadoop) {
    Key key = new Key(recipe, device);
    SegmentationModel loaded = LOADED.get(key);
    return loaded != null ? loaded : LOADED.computeIfAbsent(key, unused -> load(key, hadoop));
  }

  private static SegmentationModel load(Key key, Configuration hadoop) {
    synchronized (LEFT_BEHIND) {
      if (Collections.frequency(LEFT_BEHIND.values(), key) >= MOST_LEFT_BEHIND) {
        throw new TooManyLeftBehind(MOST_LEFT_BEHIND);
      }
    }
    return key.recipe().load(hadoop, key.device());
  }

  /**
   * Leaves a model behind in which a session does not return; it is never closed. Nothing happens
   * if it has been left already.
   */
  public static void leave(SegmentationModel model) {
    LOADED.forEach(
        (key, loaded) -> {
          if (loaded == model) {
            // First: nobody may load the next one before this one is counted.
            LEFT_BEHIND.put(model, key);
            LOADED.remove(key, model);
          }
        });
  }

  /** Whether a model was left behind: who still has a session of it had better open another. */
  public static boolean isLeft(SegmentationModel model) {
    return LEFT_BEHIND.containsKey(model);
  }

  /**
   * Closes and forgets every model of this JVM but those that were left behind. For the end of a
   * local run and for tests: no session may be open.
   */
  public static void closeAll() {
    for (Iterator<SegmentationModel> models = LOADED.values().iterator(); models.hasNext(); ) {
      SegmentationModel model = models.next();
      models.remove();
      model.close();
    }
  }
}
