package io.medseg.ledger;

import io.medseg.export.JsonText;
import io.medseg.text.TextFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Who writes to a folder.
 *
 * @param token that no other has
 * @param job as in "evaluate"
 * @param application Spark's name of it, "" without Spark
 * @param process in which it runs
 * @param since when it took hold of the folder
 */
record Holder(String token, String job, String application, RunProcess process, Instant since) {
  static Holder of(String job, String application) {
    return new Holder(
        UUID.randomUUID().toString(),
        job,
        application,
        RunProcess.current(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  byte[] json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("token", token);
    object.put("job", job);
    object.put("application", application);
    object.put("host", process.host());
    object.put("process_space", process.space());
    object.put("pid", process.pid());
    object.put("process_started", process.started().toString());
    object.put("since", since.toString());
    StringWriter text = new StringWriter();
    try {
      JsonText.STRICT.write(object, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws RuntimeException if it is anything else
   */
  static Holder read(TextFile file) {
    Map<String, Object> object = io.medseg.text.JsonText.object("file of the run", file);
    return new Holder(
        text(object, "token"),
        text(object, "job"),
        text(object, "application"),
        new RunProcess(
            text(object, "host"),
            text(object, "process_space"),
            ((Number) object.get("pid")).longValue(),
            Instant.parse(text(object, "process_started"))),
        Instant.parse(text(object, "since")));
  }

  private static String text(Map<String, Object> object, String key) {
    if (object.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("it holds no text " + key);
  }

  /** As in "evaluate on node7 (process 4711, since 2026-03-01T02:00:05Z)". */
  @Override
  public String toString() {
    return "%s on %s (process %d%s, since %s)"
        .formatted(
            job,
            process.host(),
            process.pid(),
            application.isEmpty() ? "" : ", application " + application,
            since);
  }
}
