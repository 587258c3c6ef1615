package io.medseg.job;

import io.medseg.export.html.RunFacts;
import io.medseg.export.html.RunFacts.Fact;
import io.medseg.export.html.RunFacts.Phase;
import io.medseg.spark.ScanTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** What report.html tells of a run besides its scores. */
record ReportFacts(ManifestFacts facts, Instant finished) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The facts with what run.json holds.
   *
   * @param manifest nested entries
   */
  RunFacts with(Map<String, ?> manifest) {
    String dataset = facts.resolved().recipe().dataset().name();
    return new RunFacts(
        new Path(model()).getName() + " on " + dataset,
        headline(dataset),
        facts.warnings(),
        phases(),
        manifest);
  }

  private String model() {
    return facts.resolved().recipe().modelName();
  }

  private List<Fact> headline(String dataset) {
    return List.of(
        new Fact("Scans", counts()),
        new Fact("Run", facts.runId()),
        new Fact("Started", TIME.format(facts.started())),
        new Fact("Took", took()),
        new Fact("Dataset", dataset + ", " + facts.resolved().recipe().dataset().root()),
        new Fact("Model", model()),
        new Fact("Loader", facts.resolved().recipe().experiment().tag()),
        new Fact("Software", "medseg-spark " + Version.current()));
  }

  private String counts() {
    int resumed = facts.result().resumed();
    return facts.result().scores().size()
        + " evaluated"
        + (resumed > 0 ? " (" + resumed + " of them in an earlier run)" : "")
        + ", "
        + facts.result().failures().size()
        + " failed";
  }

  private String took() {
    Duration took = Duration.between(facts.started(), finished);
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", took.toHours(), took.toMinutesPart(), took.toSecondsPart());
  }

  private List<Phase> phases() {
    ScanTimes times = facts.result().times();
    return List.of(
        new Phase("read", times.read() / 1e9),
        new Phase("batch", times.batch() / 1e9),
        new Phase("model", times.model() / 1e9),
        new Phase("gather", times.gather() / 1e9),
        new Phase("score", times.score() / 1e9),
        new Phase("write", times.write() / 1e9));
  }
}
