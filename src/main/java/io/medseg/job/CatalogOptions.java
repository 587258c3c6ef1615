package io.medseg.job;

import picocli.CommandLine.Option;

/** The options of every job that takes datasets. */
final class CatalogOptions {
  @Option(
      names = "--datasets",
      required = true,
      paramLabel = "FILE",
      description = "catalog of datasets, YAML; any Hadoop path")
  private String datasets;

  @Option(
      names = "--dataset-root",
      paramLabel = "DIR",
      description =
          "what relative roots in the catalog are relative to (default: the catalog's folder)")
  private String datasetRoot;

  String datasets() {
    return datasets;
  }

  /** What relative roots are relative to; null where it was not given. */
  String datasetRoot() {
    return datasetRoot;
  }
}
