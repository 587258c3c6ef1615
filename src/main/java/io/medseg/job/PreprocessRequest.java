package io.medseg.job;

import io.medseg.Secrets;

/**
 * What a preprocessing was asked for; null where the configuration decides.
 *
 * @param dataset names, separated by commas; null for the experiment's
 * @param earlier what becomes of shards that are there
 */
record PreprocessRequest(
    ExperimentRequest experiment,
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

  /** The folder for the results as messages may show it. */
  String shownOutput() {
    return Secrets.masked(output);
  }
}
