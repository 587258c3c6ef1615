package io.medseg.export;

import io.medseg.Secrets;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/**
 * run.json: what was run, with what and on what. Keys are sorted, so that two manifests compare
 * line by line; NaN and infinities are null, credentials in paths and settings are masked.
 *
 * @param entries nested maps, lists, strings, numbers and booleans, as the job collected them
 */
public record RunManifest(Map<String, ?> entries) implements Report {
  /** Its name in the folder of the results. */
  public static final String NAME = "run.json";

  @Override
  public String fileName() {
    return NAME;
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    JsonText.STRICT.write(Secrets.masked(entries), out);
  }
}
