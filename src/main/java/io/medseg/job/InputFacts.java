package io.medseg.job;

import io.medseg.dataset.FileState;
import io.medseg.dataset.Scan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What run.json tells of the files of a scan: what they were when it was listed. A scan that was
 * evaluated had the same files when it was read, since it is refused otherwise.
 */
final class InputFacts {
  /** Files of a scan that are listed one by one; of slices there may be hundreds. */
  private static final int LISTED = 8;

  private InputFacts() {}

  /** The entries of a scan. */
  static Map<String, Object> of(Scan scan) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("scan_id", scan.scanId());
    facts.put("location", scan.source().location());
    facts.put("bytes", scan.bytes());
    if (scan.files().areKnown()) {
      facts.put("files", scan.files().count() <= LISTED ? each(scan) : together(scan));
      facts.put("files_sha256", scan.files().digest());
    }
    return facts;
  }

  private static List<Map<String, Object>> each(Scan scan) {
    List<Map<String, Object>> files = new ArrayList<>();
    List<String> names = scan.source().files();
    for (int i = 0; i < names.size(); i++) {
      FileState state = scan.files().get(i);
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("path", names.get(i));
      file.put("bytes", Math.max(0, state.bytes()));
      file.put("modified", time(state.modified()));
      files.add(file);
    }
    return files;
  }

  private static Map<String, Object> together(Scan scan) {
    List<FileState> states = scan.files().states().stream().filter(FileState::exists).toList();
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("count", states.size());
    files.put("bytes", states.stream().mapToLong(FileState::bytes).sum());
    files.put("first_modified", time(times(states).min().orElse(0)));
    files.put("last_modified", time(times(states).max().orElse(0)));
    return files;
  }

  private static LongStream times(List<FileState> states) {
    return states.stream().mapToLong(FileState::modified);
  }

  private static String time(long modified) {
    return modified == 0 ? "unknown" : Instant.ofEpochMilli(modified).toString();
  }
}
