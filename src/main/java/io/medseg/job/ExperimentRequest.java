package io.medseg.job;

import io.medseg.dataset.DatasetCatalog;
import io.medseg.experiment.ExperimentReader;
import io.medseg.experiment.Parity;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The experiment and the catalog of datasets that a job was given.
 *
 * @param configFile file of the experiment; null for a job that goes without
 * @param overrides experiment settings, KEY VALUE KEY VALUE
 * @param datasets file of the catalog
 * @param datasetRoot what relative roots in it are relative to; null for its folder
 */
record ExperimentRequest(
    String configFile, List<String> overrides, Parity parity, String datasets, String datasetRoot) {
  ExperimentRequest {
    overrides = List.copyOf(overrides);
  }

  /** The experiment as its file says. */
  static ExperimentRequest of(String configFile, String datasets, String datasetRoot) {
    return new ExperimentRequest(configFile, List.of(), Parity.NONE, datasets, datasetRoot);
  }

  /**
   * Reads the experiment.
   *
   * @throws io.medseg.InputException if it cannot be used
   */
  ExperimentReader.Result experiment(Configuration hadoop) {
    return new ExperimentReader(hadoop, parity).read(configFile, overrides);
  }

  /**
   * Reads the catalog.
   *
   * @throws io.medseg.InputException if it cannot be used
   */
  DatasetCatalog catalog(Configuration hadoop) {
    return DatasetCatalog.read(datasets, Optional.ofNullable(datasetRoot), hadoop);
  }
}
