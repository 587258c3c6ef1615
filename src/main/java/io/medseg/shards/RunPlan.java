package io.medseg.shards;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.dataset.Scan;
import io.medseg.export.JsonText;
import io.medseg.export.Report;
import io.medseg.text.Sha256;
import io.medseg.text.TextFile;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a run was begun with, as {@code plan.json} keeps it: a run goes on with the same plan only,
 * since shards of two would hold some elements twice and others not at all.
 *
 * @param settings everything that decides what is written, as text by name
 * @param scans fingerprint of the files of each scan and the number of its elements, by scan id
 */
public record RunPlan(Map<String, String> settings, Map<String, String> scans) implements Report {
  /** Its name in the output. */
  public static final String NAME = "plan.json";

  /** Copies the maps, sorted; masks credentials in paths. */
  public RunPlan {
    TreeMap<String, String> masked = new TreeMap<>();
    settings.forEach((name, value) -> masked.put(name, Secrets.masked(name, value)));
    settings = masked;
    scans = new TreeMap<>(scans);
  }

  /** What is kept of a scan: it changes when its files or the number of its elements do. */
  public static String ofScan(Scan scan, long elements) {
    return scan.fingerprint() + " " + elements;
  }

  /** What is kept of a scan that cannot be used. */
  public static String ofFailed(Scan scan) {
    return scan.fingerprint() + " failed";
  }

  /** Changes with any of it. */
  public String fingerprint() {
    return Sha256.of(settings + "\n" + scans);
  }

  /** Changes with the settings alone. */
  public String settingsFingerprint() {
    return Sha256.of(settings.toString());
  }

  @Override
  public String fileName() {
    return NAME;
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("settings", settings);
    json.put("scans", scans);
    JsonText.STRICT.write(json, out);
  }

  /**
   * The plan that is in a folder, if there is one.
   *
   * @throws InputException if it cannot be read, or is damaged
   */
  public static Optional<RunPlan> read(Path folder, Configuration hadoop) {
    Path file = new Path(folder, NAME);
    try {
      if (!file.getFileSystem(hadoop).exists(file)) {
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new InputException("Cannot look for " + file + ": " + e.getMessage(), e);
    }
    TextFile text = TextFile.read("plan", file, hadoop);
    try {
      Map<String, Object> json = io.medseg.text.JsonText.object("plan", text);
      return Optional.of(new RunPlan(texts(json, "settings"), texts(json, "scans")));
    } catch (InputException e) {
      throw new InputException(
          "%s; nothing else tells whose shards are there: remove %s or give another --output"
              .formatted(e.getMessage(), Secrets.masked(folder.toString())),
          e);
    }
  }

  private static Map<String, String> texts(Map<String, Object> json, String key) {
    Map<String, String> texts = new TreeMap<>();
    if (json.get(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> texts.put((String) name, String.valueOf(value)));
    }
    return texts;
  }

  /**
   * Refuses to go on where this plan was begun with another one.
   *
   * @param now what is asked for
   * @param folder for the message
   * @param isKept whether something of a scan is there, so that the scan may not have changed
   * @throws InputException naming what is different
   */
  public void checkSame(RunPlan now, String folder, Predicate<String> isKept) {
    for (String name : union(settings, now.settings)) {
      String before = settings.get(name);
      if (!Objects.equals(before, now.settings.get(name))) {
        throw cannot(folder, "%s was %s and is %s".formatted(name, before, now.settings.get(name)));
      }
    }
    for (String scan : union(scans, now.scans)) {
      String before = scans.get(scan);
      String after = now.scans.get(scan);
      boolean mayDiffer = before != null && after != null && !isKept.test(scan);
      if (!mayDiffer && !Objects.equals(before, after)) {
        throw cannot(folder, "scan " + scan + change(before, after));
      }
    }
  }

  private static TreeSet<String> union(Map<String, String> one, Map<String, String> other) {
    TreeSet<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    return names;
  }

  private static String change(String before, String now) {
    if (before == null) {
      return " is new";
    }
    return now == null ? " is gone" : " has changed";
  }

  private static InputException cannot(String folder, String difference) {
    return new InputException(
        "Cannot go on in %s: it was begun with something else: %s; leave --resume away to begin anew"
            .formatted(Secrets.masked(folder), difference));
  }
}
