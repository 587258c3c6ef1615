package io.medseg.spark;

import io.medseg.dataset.Category;
import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.MaskRule;
import io.medseg.inspection.ClassRule;
import io.medseg.loader.ClassChannels;
import io.medseg.loader.LoaderRecipe;
import java.io.Serializable;
import java.util.List;

/**
 * How to look at the scans of one dataset: a value that travels.
 *
 * @param classes the experiment's, else the dataset's; empty if every mask channel is a class
 * @param rule whether classes may overlap
 * @param loader the experiment's; null without an experiment
 */
public record InspectionRecipe(
    Dataset dataset, List<Category> classes, ClassRule rule, LoaderRecipe loader)
    implements Serializable {
  /** Copies the list. */
  public InspectionRecipe {
    classes = List.copyOf(classes);
  }

  /** What the experiment takes for a mask channel, whatever the scan says of it. */
  MaskRule maskRule() {
    return loader == null ? MaskRule.BINARY : ClassChannels.maskRule(loader.experiment());
  }

  /** The classes as something that masks can be checked by. */
  CategorySelection selection() {
    return new CategorySelection(classes);
  }
}
