package io.medseg.export.html;

import java.util.List;
import java.util.Map;

/**
 * What a report tells of a run besides its scores.
 *
 * @param title as in "bundled model on hippocampus"
 * @param facts what a reader looks for first
 * @param warnings what a reader should know before trusting the scores, as in run.json
 * @param phases where the time went, in the order in which a scan passes them
 * @param configuration nested maps, lists, strings, numbers and booleans, as in run.json
 */
public record RunFacts(
    String title,
    List<Fact> facts,
    List<String> warnings,
    List<Phase> phases,
    Map<String, ?> configuration) {
  /** Something worth knowing. */
  public record Fact(String name, String value) {}

  /** A part of the work and the seconds of all tasks that went into it. */
  public record Phase(String name, double seconds) {}
}
