package io.medseg.job;

import io.medseg.experiment.Parity;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of every job that takes an experiment and datasets. */
final class ExperimentOptions {
  @Option(
      names = "--config-file",
      required = true,
      paramLabel = "FILE",
      description = "experiment, YAML or INI with MedSegPy's keys; any Hadoop path")
  private String configFile;

  @Mixin private CatalogOptions catalog;

  @Option(
      names = "--parity",
      paramLabel = "SYSTEM",
      defaultValue = "none",
      description =
          "medsegpy: windows, blending, padding and normalisation as MedSegPy does them, to compare with old numbers (default: ${DEFAULT-VALUE})")
  private Parity parity;

  @Parameters(
      paramLabel = "KEY VALUE",
      description = "experiment settings that override the file's, in pairs")
  private List<String> overrides = new ArrayList<>();

  ExperimentRequest asked() {
    return new ExperimentRequest(
        configFile, overrides, parity, catalog.datasets(), catalog.datasetRoot());
  }
}
