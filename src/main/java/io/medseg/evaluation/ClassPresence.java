package io.medseg.evaluation;

import java.util.List;

/**
 * In how many scans a class is there: tells what a mean over defined values hides.
 *
 * @param scans all
 * @param defined in truth and prediction: every metric is defined
 * @param missed in the truth only
 * @param hallucinated in the prediction only
 * @param empty in neither
 */
public record ClassPresence(int scans, int defined, int missed, int hallucinated, int empty) {
  /** Counts scans by what they have of a class. */
  static ClassPresence of(List<ClassCounts> scans) {
    int defined = 0;
    int missed = 0;
    int hallucinated = 0;
    for (ClassCounts counts : scans) {
      if (counts.truth() > 0) {
        defined += counts.predicted() > 0 ? 1 : 0;
        missed += counts.predicted() > 0 ? 0 : 1;
      } else {
        hallucinated += counts.predicted() > 0 ? 1 : 0;
      }
    }
    int empty = scans.size() - defined - missed - hallucinated;
    return new ClassPresence(scans.size(), defined, missed, hallucinated, empty);
  }
}
