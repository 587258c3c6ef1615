package io.medseg.loader;

import io.medseg.experiment.Experiment;
import java.io.Serializable;

/**
 * How to make a data loader: the value that travels to executors in its place.
 *
 * @param experiment its TAG names the loader, its other settings configure it
 */
public record LoaderRecipe(Experiment experiment) implements Serializable {
  /**
   * Makes the loader.
   *
   * @throws io.medseg.InputException if TAG or a setting of the loader is wrong
   */
  public DataLoader open() {
    return DataLoaders.create(experiment);
  }
}
