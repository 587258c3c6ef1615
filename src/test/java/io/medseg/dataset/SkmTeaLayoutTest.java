package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkmTeaLayoutTest {
  private static final String TWO =
      """
      {"info": {}, "categories": [{"id": 0}], "images": [
        {"file_name": "MTR_009.h5", "scan_id": "MTR_009", "subject_id": 12,
         "voxel_spacing": [0.3125, 0.3125, 0.8], "matrix_shape": [512, 512, 160],
         "orientation": ["SI", "AP", "LR"], "split": "test"},
        {"file_name": "MTR_001.h5", "scan_id": "MTR_001"}]}
      """;

  @TempDir private Path folder;

  private Dataset dataset(Map<String, String> keys, Map<String, Map<String, Object>> overrides) {
    return new Dataset(
        "knees",
        folder + "/test.json",
        "skm-tea",
        List.of(),
        new Spacing(1, 2, 3),
        "SemSegEvaluator",
        overrides,
        Augmentations.ORIGINAL,
        keys);
  }

  private List<Scan> scans(String json) throws IOException {
    return scans(json, Map.of(), Map.of());
  }

  private List<Scan> scans(
      String json, Map<String, String> keys, Map<String, Map<String, Object>> overrides)
      throws IOException {
    Files.writeString(folder.resolve("test.json"), json);
    return Layouts.of("skm-tea").scans(dataset(keys, overrides), Folders.local());
  }

  private void refuses(String json, String message) {
    assertThatThrownBy(() -> scans(json))
        .isInstanceOf(InputException.class)
        .hasMessage(message.replace("FILE", "file:" + folder + "/test.json"));
  }

  private static String image(String fields) {
    return "{\"images\": [{\"file_name\": \"a.h5\", " + fields + "}]}";
  }

  @Test
  void everyImageIsAScan() throws IOException {
    Folders.touch(folder, 7, "MTR_001.h5", "MTR_009.h5", "MTR_002.h5");

    List<Scan> scans = scans(TWO);

    String start = "file:" + folder + "/";
    assertThat(scans)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("modified", "files")
        .containsExactly(
            new Scan(
                "MTR_001",
                null,
                new ScanSource.NormalizedVolume(
                    start + "MTR_001.h5", "rms", "stats/rms", "seg", null),
                7,
                Map.of()),
            new Scan(
                "MTR_009",
                "12",
                new ScanSource.NormalizedVolume(
                    start + "MTR_009.h5", "rms", "stats/rms", "seg", Shape.of(512, 512, 160)),
                7,
                Map.of("scan_spacing", List.of(0.3125, 0.3125, 0.8), "scan_orientation", "IPR")));
    assertThat(scans.get(1).spacing(dataset(Map.of(), Map.of())))
        .isEqualTo(new Spacing(0.3125, 0.3125, 0.8));
    assertThat(scans.get(0).spacing(dataset(Map.of(), Map.of()))).isEqualTo(new Spacing(1, 2, 3));
  }

  @Test
  void theCatalogHasTheLastWord() throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    Folders.touch(files, 3, "MTR_001.h5");
    List<Object> spacing = List.of(9, 9, 9);

    List<Scan> scans =
        scans(
            TWO,
            Map.of("files", files.toString(), "image", "echo1", "statistics", "numbers/first"),
            Map.of("MTR_009", Map.of("scan_spacing", spacing)));

    assertThat(scans.get(0).source())
        .isEqualTo(
            new ScanSource.NormalizedVolume(
                "file:" + files + "/MTR_001.h5", "echo1", "numbers/first", "seg", null));
    assertThat(scans.get(1).overrides())
        .isEqualTo(Map.of("scan_spacing", spacing, "scan_orientation", "IPR"));
    // Its file is not there: reading it is what fails.
    assertThat(scans).extracting(Scan::bytes).containsExactly(3L, 0L);
    assertThat(scans(TWO, Map.of("files", files.toString(), "image", "echo2"), Map.of()))
        .extracting(scan -> ((ScanSource.NormalizedVolume) scan.source()).statistics())
        .containsOnly("stats/echo2");
  }

  @Test
  void filesMayLieInFoldersBelow() throws IOException {
    Folders.touch(Files.createDirectories(folder.resolve("first")), 5, "a.h5");

    assertThat(scans("{\"images\": [{\"file_name\": \"first/a.h5\", \"scan_id\": 4}]}"))
        .extracting(Scan::scanId, Scan::bytes, scan -> scan.source().location())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("4", 5L, "file:" + folder + "/first/a.h5"));
  }

  @Test
  void saysWhatIsWrongWithTheAnnotationFile() throws IOException {
    assertThatThrownBy(
            () -> Layouts.of("skm-tea").scans(dataset(Map.of(), Map.of()), Folders.local()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read annotation file file:" + folder + "/test.json: there is no such file");
    assertThatThrownBy(() -> scans("images: []"))
        .hasMessageStartingWith(
            "Cannot read annotation file file:" + folder + "/test.json: it is not JSON: line 1: ");
    for (String none :
        List.of("{\"categories\": [], \"scans\": []}", "{\"categories\": 1, \"images\": []}")) {
      assertThatThrownBy(() -> scans(none))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(
              "Cannot read annotation file file:" + folder + "/test.json: it has no images; ")
          .hasMessageContaining("its keys are: categories, ");
    }
  }

  @Test
  void saysWhatIsWrongWithAnImage() {
    refuses(
        "{\"images\": [3]}",
        "Invalid images[0] in FILE: 3: an object with file_name and scan_id is expected");
    refuses(
        "{\"images\": [{\"scan_id\": \"a\"}]}",
        "Invalid file_name of images[0] in FILE: null: a text is expected");
    refuses(
        image("\"scan_id\": [1]"),
        "Invalid scan_id of images[0] in FILE: [1]: a text or a number is expected");
    refuses(
        image("\"scan_id\": 1, \"voxel_spacing\": [1, 0, 1]"),
        "Invalid voxel_spacing of images[0] in FILE: [1, 0, 1]: three positive numbers are expected, in mm");
    refuses(
        image("\"scan_id\": 1, \"voxel_spacing\": [1, 1]"),
        "Invalid voxel_spacing of images[0] in FILE: [1, 1]: three positive numbers are expected, in mm");
    refuses(
        image("\"scan_id\": 1, \"orientation\": [\"SI\", \"AP\"]"),
        "Invalid orientation of images[0] in FILE: [SI, AP]: three sides such as SI, AP, LR are expected");
    refuses(
        image("\"scan_id\": 1, \"matrix_shape\": [2, 2.5, 3]"),
        "Invalid matrix_shape of images[0] in FILE: [2, 2.5, 3]: three positive whole numbers are expected");
  }

  @Test
  void aFileOutsideTheFolderFailsItsScanAlone() throws IOException {
    Folders.touch(folder, 1, "a.h5");
    for (String name :
        List.of("../b.h5", "x/../../b.h5", "/etc/b.h5", "s3a://other/b.h5", "b\\u0007.h5")) {
      List<Scan> scans =
          scans(
              "{\"images\": [{\"file_name\": \"%s\", \"scan_id\": \"b\"}, {\"file_name\": \"a.h5\", \"scan_id\": \"a\"}]}"
                  .formatted(name));
      assertThat(scans).extracting(Scan::scanId).containsExactly("a", "b");
      assertThat(scans.get(0).source()).isInstanceOf(ScanSource.NormalizedVolume.class);
      assertThat(((ScanSource.Refused) scans.get(1).source()).reason())
          .startsWith("its file_name '")
          .endsWith("leads out of the folder of the files");
    }
  }

  @Test
  void anIdThatNamesNoFileFailsItsScanAlone() throws IOException {
    Folders.touch(folder, 1, "a.h5");
    List<Scan> scans =
        scans(
            "{\"images\": [{\"file_name\": \"a.h5\", \"scan_id\": \"../a\"}, {\"file_name\": \"a.h5\", \"scan_id\": \"a\"}]}");
    assertThat(scans.get(1).scanId()).startsWith("refused-");
    assertThat(((ScanSource.Refused) scans.get(1).source()).reason())
        .startsWith("its id '../a' in ")
        .endsWith(" cannot name a file: it begins with a dot");
  }

  @Test
  void refusesAScanThatIsListedTwice() throws IOException {
    Folders.touch(folder, 1, "a.h5");
    String twice =
        "{\"images\": [{\"file_name\": \"a.h5\", \"scan_id\": 1}, {\"file_name\": \"b.h5\", \"scan_id\": 1}]}";
    assertThatThrownBy(() -> scans(twice))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot list dataset knees: scan 1 is found twice, in ");
  }

  @Test
  void saysThatTheFilesLieElsewhere() {
    refuses(
        TWO,
        "Cannot list dataset knees: none of the 2 files of FILE is in file:"
            + folder
            + ", as in MTR_009.h5; the key files of the dataset names their folder");
    assertThatThrownBy(() -> scans(TWO, Map.of("files", folder + "/nowhere"), Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot list dataset knees: there is no folder file:" + folder + "/nowhere; ");
  }
}
