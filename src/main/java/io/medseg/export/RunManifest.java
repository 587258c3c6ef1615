package io.medseg.export;

import io.medseg.Secrets;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * run.json: what was run, with what and on what. Keys are sorted, so that two manifests compare
 * line by line; NaN and infinities are null, credentials in paths are masked.
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
    JsonText.STRICT.write(masked(entries), out);
  }

  /** Without the credentials that paths may hold. */
  private static Object masked(Object value) {
    if (value instanceof String text) {
      return Secrets.masked(text);
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(RunManifest::masked)
          .collect(Collectors.toCollection(ArrayList::new));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> masked = new LinkedHashMap<>();
      map.forEach((key, inner) -> masked.put(key, masked(inner)));
      return masked;
    }
    return value;
  }
}
