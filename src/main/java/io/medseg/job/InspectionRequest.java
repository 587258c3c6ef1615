package io.medseg.job;

import io.medseg.InputException;
import java.util.List;

/**
 * What an inspection was asked for.
 *
 * @param experiment may be without one
 * @param names datasets to look at; empty for all that are there
 */
record InspectionRequest(ExperimentRequest experiment, List<String> names) {
  InspectionRequest {
    names = names.stream().map(String::strip).distinct().toList();
    List<String> overrides = experiment.overrides();
    if (experiment.configFile() == null && !overrides.isEmpty()) {
      throw new InputException(
          "Invalid arguments: %s: settings belong to an experiment, give it with --config-file"
              .formatted(String.join(" ", overrides)));
    }
  }
}
