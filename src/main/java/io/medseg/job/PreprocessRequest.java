package io.medseg.job;

import io.medseg.Secrets;
import io.medseg.experiment.Parity;
import java.util.List;

/**
 * What a preprocessing was asked for; null where the configuration decides.
 *
 * @param overrides experiment settings, KEY VALUE KEY VALUE
 * @param dataset names, separated by commas
 * @param earlier what becomes of shards that are there
 */
record PreprocessRequest(
    String configFile,
    List<String> overrides,
    Parity parity,
    String datasets,
    String datasetRoot,
    String dataset,
    String output,
    ShardRequest shards,
    Earlier earlier) {
  /** What becomes of shards of an earlier run. */
  enum Earlier {
    /** They are written again. */
    REPLACE,
    /** They stay, if the run is the same. */
    KEEP
  }

  PreprocessRequest {
    overrides = List.copyOf(overrides);
  }

  /** The folder for the results as messages may show it. */
  String shownOutput() {
    return Secrets.masked(output);
  }
}
