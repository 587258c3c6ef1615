package io.medseg.job;

import io.medseg.InputException;
import io.medseg.experiment.Parity;
import java.util.List;

/**
 * What an inspection was asked for.
 *
 * @param names datasets to look at; empty for all that are there
 * @param datasetRoot null for the catalog's folder
 * @param configFile file of the experiment; null without one
 * @param overrides experiment settings, KEY VALUE KEY VALUE
 */
record InspectionRequest(
    String datasets,
    List<String> names,
    String datasetRoot,
    String configFile,
    Parity parity,
    List<String> overrides) {
  InspectionRequest {
    names = names.stream().map(String::strip).distinct().toList();
    overrides = List.copyOf(overrides);
    if (configFile == null && !overrides.isEmpty()) {
      throw new InputException(
          "Invalid arguments: %s: settings belong to an experiment, give it with --config-file"
              .formatted(String.join(" ", overrides)));
    }
  }
}
