package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.GoldenFolder;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.loader.GoldenScans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same scans, recorded in every layout, give the same voxels. */
@Tag("golden")
class GoldenScansTest {
  private static final Pattern COUNTS = Pattern.compile("Mask voxels by channel: (\\{.*?})");

  private final Configuration configuration = new Configuration(false);
  private JsonNode datasets;

  @BeforeEach
  void findInputs() {
    datasets = GoldenFolder.json(GoldenFolder.root().resolve("inputs/datasets.json"));
  }

  @Test
  void readsAllLayoutsAlike() {
    List<List<ScanData>> layouts = new ArrayList<>();
    for (JsonNode dicts : datasets) {
      if (isWhole(dicts)) {
        layouts.add(read(GoldenScans.of(GoldenFolder.root(), dicts(dicts))));
      }
    }
    assertThat(layouts).hasSizeGreaterThan(1);
    List<ScanData> first = layouts.get(0);
    for (List<ScanData> layout : layouts) {
      assertThat(layout).hasSameSizeAs(first);
      for (int i = 0; i < first.size(); i++) {
        assertSame(layout.get(i), first.get(i));
      }
    }
  }

  /** Volumes, or slices of the same scans in the same number; other sets are made for one case. */
  private boolean isWhole(JsonNode dicts) {
    Map<String, Integer> slices = slices(dicts);
    for (JsonNode other : datasets) {
      if (other.get(0).has("image_size") && !slices(other).equals(slices)) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Integer> slices(JsonNode dicts) {
    Map<String, Integer> slices = new LinkedHashMap<>();
    for (JsonNode dict : dicts) {
      int depth = dict.has("image_size") ? dict.get("image_size").get(2).asInt() : 1;
      slices.merge(GoldenScans.scanId(dict), depth, Integer::sum);
    }
    return slices;
  }

  @Test
  void readsTheRecordedSizes() {
    for (JsonNode dicts : datasets) {
      List<Scan> scans = GoldenScans.of(GoldenFolder.root(), dicts(dicts));
      Map<String, Integer> slices = slices(dicts);
      for (ScanData scan : read(scans)) {
        int[] shape = scan.image().shape().toArray();
        assertThat(shape[2]).isEqualTo(slices.get(scan.scan().scanId()));
        for (JsonNode dict : dicts) {
          if (dict.has("image_size") && GoldenScans.scanId(dict).equals(scan.scan().scanId())) {
            assertThat(shape)
                .isEqualTo(new ObjectMapper().convertValue(dict.get("image_size"), int[].class));
          }
        }
      }
    }
  }

  /** The README of the inputs has the counts of voxels by scan and channel. */
  @Test
  void countsTheRecordedMaskVoxels() throws IOException {
    Path readme = GoldenFolder.root().resolve("inputs/README.md");
    Matcher recorded = COUNTS.matcher(Files.readString(readme));
    assertThat(recorded.find()).as("counts of voxels in %s", readme).isTrue();
    JsonNode counts = new ObjectMapper().readTree(recorded.group(1));
    for (JsonNode dicts : datasets) {
      if (isWhole(dicts)) {
        for (ScanData scan : read(GoldenScans.of(GoldenFolder.root(), dicts(dicts)))) {
          JsonNode expected = counts.get(scan.scan().scanId());
          assertThat(scan.masks().classes()).isEqualTo(expected.size());
          for (int c = 0; c < expected.size(); c++) {
            assertThat(scan.masks().count(c)).isEqualTo(expected.get(c).asLong());
          }
        }
      }
    }
  }

  @Test
  void findsTheScansOfASingleFile() throws IOException {
    for (JsonNode dicts : datasets) {
      if (!dicts.get(0).has("singlefile_path")) {
        continue;
      }
      String root =
          GoldenFolder.root().resolve(dicts.get(0).get("singlefile_path").asText()).toString();
      Dataset dataset =
          new Dataset("single", root, "single-file", List.of(), null, "sem", Map.of());

      List<Scan> scans = new SingleFileLayout().scans(dataset, FileSystem.getLocal(configuration));

      assertThat(scans)
          .extracting(Scan::scanId)
          .containsExactlyElementsOf(texts(dicts, "scan_id").sorted().toList());
      assertThat(scans)
          .extracting(scan -> Long.toString(Long.parseLong(scan.subjectId())))
          .containsExactlyInAnyOrderElementsOf(texts(dicts, "subject_id").toList());
      List<ScanData> found = read(scans);
      for (Scan expected : GoldenScans.of(GoldenFolder.root(), dicts(dicts))) {
        ScanData one =
            found.stream()
                .filter(data -> data.scan().scanId().equals(expected.scanId()))
                .findFirst()
                .orElseThrow();
        assertSame(one, read(List.of(expected)).get(0));
        long voxels = one.image().shape().elements();
        assertThat(one.scan().bytes()).isEqualTo(voxels * (4 + one.masks().classes()));
      }
    }
  }

  private static Stream<String> texts(JsonNode dicts, String key) {
    return dicts(dicts).stream().map(dict -> dict.get(key).asText());
  }

  private static List<JsonNode> dicts(JsonNode array) {
    List<JsonNode> dicts = new ArrayList<>();
    array.forEach(dicts::add);
    return dicts;
  }

  private List<ScanData> read(List<Scan> scans) {
    List<ScanData> read = new ArrayList<>();
    try (Hdf5ScanReader reader = new Hdf5ScanReader(configuration)) {
      for (Scan scan : scans) {
        ScanData data = reader.read(scan);
        assertThat(reader.header(scan).image()).isEqualTo(data.image().shape());
        assertThat(reader.header(scan).maskChannels()).isEqualTo(data.masks().classes());
        read.add(data);
      }
    }
    return read;
  }

  private static void assertSame(ScanData actual, ScanData expected) {
    assertThat(actual.scan().scanId()).isEqualTo(expected.scan().scanId());
    assertThat(actual.image().shape()).isEqualTo(expected.image().shape());
    for (int d = 0; d < expected.image().shape().get(2); d++) {
      assertThat(actual.image().plane(d)).isEqualTo(expected.image().plane(d));
    }
    assertThat(actual.masks()).isEqualTo(expected.masks());
  }
}
