package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which texts may name a scan, and what becomes of a scan that is called something else. */
class ScanIdsTest {
  private static final ScanSource SOURCE =
      new ScanSource.VolumeFile("/data/a.h5", "/x/volume", null, null);

  private static ScanList list() {
    return new ScanList(
        new Dataset("knees", "/data", "volumes", List.of(), null, "SemSegEvaluator", Map.of()));
  }

  @Test
  void usualIdsAreTaken() {
    for (String id :
        List.of(
            "1000001_V00-Aug01", "MTR_001", "a scan", "4", "é", "a..b", "-x", "x".repeat(200))) {
      assertThat(ScanIds.problem(id)).as(id).isNull();
    }
  }

  @Test
  void whatCouldLeaveTheFolderOrNameNoFileIsRefused() {
    Map<String, String> refused =
        Map.ofEntries(
            Map.entry("..", "'..': it begins with a dot"),
            Map.entry(".hidden", "'.hidden': it begins with a dot"),
            Map.entry("../../etc/passwd", "'../../etc/passwd': it begins with a dot"),
            Map.entry("/etc/passwd", "'/etc/passwd': it holds '/'"),
            Map.entry("a/b", "'a/b': it holds '/'"),
            Map.entry("a\\..\\b", "'a\\..\\b': it holds '\\'"),
            Map.entry("C:x", "'C:x': it holds ':'"),
            Map.entry("a\nb", "'a\\u000ab': it holds control characters"),
            Map.entry("a\0", "'a\\u0000': it holds control characters"),
            Map.entry("\u202egnp.exe", "'\\u202egnp.exe': it holds control characters"),
            Map.entry("a\ud800", "'a\\ud800': it holds control characters"),
            Map.entry(" ", "' ': it is empty"),
            Map.entry("", "'': it is empty"),
            Map.entry(
                "x".repeat(201), "'" + "x".repeat(60) + "...': it has 201 bytes, more than 200"),
            Map.entry(
                "é".repeat(101), "'" + "é".repeat(60) + "...': it has 202 bytes, more than 200"));
    refused.forEach(
        (id, words) ->
            assertThatThrownBy(() -> new Scan(id, null, SOURCE, 0, Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessage("Invalid scan id: " + words));
  }

  @Test
  void aScanWithSuchAnIdIsListedAsRefusedBesideTheOthers() {
    ScanList list = list();
    list.add("../x", "7", SOURCE, 9, 0, Map.of());
    list.add("good", null, SOURCE, 9, 0, Map.of());

    List<Scan> scans = list.sorted();

    assertThat(scans).extracting(Scan::scanId).containsExactly("good", "refused-d6b96a97");
    assertThat(scans.get(1).source())
        .isEqualTo(
            new ScanSource.Refused(
                "/data/a.h5",
                "its id '../x' in /data/a.h5 cannot name a file: it begins with a dot"));
    assertThat(scans.get(1).source().withoutMasks()).isEqualTo(scans.get(1).source());
  }

  @Test
  void differentIdsHaveDifferentSubstitutes() {
    assertThat(ScanIds.substitute("..")).isNotEqualTo(ScanIds.substitute("."));
    assertThat(ScanIds.problem(ScanIds.substitute("\0"))).isNull();
  }

  @Test
  void anIdThatIsFoundTwiceIsRefused() {
    ScanList list = list();
    list.add("..", null, SOURCE, 9, 0, Map.of());
    assertThatThrownBy(() -> list.add("..", null, SOURCE, 9, 0, Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            "Cannot list dataset knees: scan refused-[0-9a-f]{8} is found twice, in /data/a.h5 and /data/a.h5");
  }
}
