package io.medseg.spark;

import io.medseg.experiment.Experiment;
import io.medseg.loader.BatchForm;
import io.medseg.loader.LoaderRecipe;
import io.medseg.shards.ArrayBytes;
import io.medseg.shards.Grouping;
import io.medseg.shards.ShardFormat;
import java.io.Serializable;

/**
 * What becomes of a scan in shards: a value that travels.
 *
 * @param experiment names and configures the loader
 * @param form whether records hold the input before preprocessing as well
 * @param labels how y is stored
 * @param grouping of elements into records
 * @param format of the files
 * @param compression of the files
 */
public record ShardRecipe(
    Experiment experiment,
    BatchForm form,
    ArrayBytes.Type labels,
    Grouping grouping,
    ShardFormat format,
    ShardFormat.Compression compression)
    implements Serializable {

  /** Whether y is made of masks; loaders of images make it of the image. */
  boolean wantsMasks() {
    return loader().open().hasTruth();
  }

  /** How to make the data loader. */
  LoaderRecipe loader() {
    return new LoaderRecipe(experiment);
  }
}
