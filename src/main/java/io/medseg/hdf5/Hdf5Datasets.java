package io.medseg.hdf5;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.DatasetScans;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.ScanCollection;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Datasets of a catalog as scans that can be read, for one machine. */
public final class Hdf5Datasets {
  private Hdf5Datasets() {}

  /**
   * The scans of these datasets, with masks or without: in the order of the names, then as the
   * layout lists them. Files are listed, none is opened.
   *
   * @param primaryTask the experiment's PRIMARY_TASK, see {@link DatasetCatalog#dataset(String,
   *     String)}
   * @param hadoop for the file systems that the datasets are on
   * @throws io.medseg.InputException if a dataset is unknown, named twice or cannot be listed, or
   *     if two of them have a scan of the same id
   */
  public static ScanCollection of(
      DatasetCatalog catalog, List<String> names, String primaryTask, Configuration hadoop) {
    List<DatasetScans> parts = new ArrayList<>();
    for (String name : names) {
      Dataset dataset = catalog.dataset(name, primaryTask);
      parts.add(new DatasetScans(dataset, Layouts.scans(dataset, hadoop)));
    }
    return new ScanCollection(parts, () -> Hdf5ScanReader.ofWhole(hadoop));
  }
}
