package io.medseg.loader;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scans out of the reference's dataset dicts. */
public final class GoldenScans {
  private static final Pattern SLICE_FILE = Pattern.compile("(.*)/([^/]*?)(-Aug\\d+)_\\d+\\.im");

  private GoldenScans() {}

  /** Scans in the order of their first dict; slices of one scan and augmentation are one scan. */
  public static List<Scan> of(Path root, List<JsonNode> dicts) {
    Map<String, List<JsonNode>> grouped = new LinkedHashMap<>();
    dicts.forEach(dict -> grouped.computeIfAbsent(scanId(dict), id -> new ArrayList<>()).add(dict));
    List<Scan> scans = new ArrayList<>();
    grouped.forEach(
        (id, members) ->
            scans.add(new Scan(id, null, source(root, members), members.size(), Map.of())));
    return scans;
  }

  /** Copies other than the first have the number of the augmentation in their scan id. */
  public static String scanId(JsonNode dict) {
    String id = dict.get("scan_id").asText();
    Matcher matcher = SLICE_FILE.matcher(dict.get("file_name").asText());
    boolean isCopy = matcher.matches() && !matcher.group(3).equals("-Aug00");
    return isCopy ? id + matcher.group(3) : id;
  }

  private static ScanSource source(Path root, List<JsonNode> dicts) {
    JsonNode first = dicts.get(0);
    String image = first.get("file_name").asText();
    if (first.has("slice_id")) {
      Matcher matcher = SLICE_FILE.matcher(image);
      if (!matcher.matches()) {
        throw new IllegalStateException("No slice file: " + image);
      }
      int[] ids = dicts.stream().mapToInt(d -> d.get("slice_id").asInt()).sorted().toArray();
      return new ScanSource.Slices(
          root.resolve(matcher.group(1)).toString(),
          matcher.group(2) + matcher.group(3),
          ids,
          true);
    }
    if (first.has("singlefile_path")) {
      String file = root.resolve(first.get("singlefile_path").asText()).toString();
      return new ScanSource.VolumeFile(file, image + "/volume", file, image + "/seg");
    }
    String masks = root.resolve(first.get("sem_seg_file").asText()).toString();
    return new ScanSource.VolumeFile(root.resolve(image).toString(), null, masks, null);
  }
}
