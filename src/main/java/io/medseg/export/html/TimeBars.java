package io.medseg.export.html;

import java.util.List;
import java.util.Locale;

/** Where the time went, a bar per phase. */
record TimeBars(List<Bar> bars, String total) {
  /** A phase with its share of the whole in percent. */
  record Bar(String name, String seconds, String percent) {}

  static TimeBars of(List<RunFacts.Phase> phases) {
    double total = phases.stream().mapToDouble(RunFacts.Phase::seconds).sum();
    return new TimeBars(
        phases.stream().map(phase -> bar(phase, total)).toList(), ShownNumber.seconds(total));
  }

  private static Bar bar(RunFacts.Phase phase, double total) {
    double percent = total > 0 ? 100 * phase.seconds() / total : 0;
    return new Bar(
        phase.name(),
        ShownNumber.seconds(phase.seconds()),
        String.format(Locale.ROOT, "%.1f", percent));
  }
}
