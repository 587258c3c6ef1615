package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SliceLayoutTest {
  @TempDir private Path folder;

  private List<Scan> scans() throws IOException {
    return scans(Folders.dataset(folder, "slices"));
  }

  private static List<Scan> scans(Dataset dataset) throws IOException {
    return Layouts.of("slices").scans(dataset, Folders.local());
  }

  private static ScanSource.Slices slices(Scan scan) {
    return (ScanSource.Slices) scan.source();
  }

  @Test
  void joinsTheSlicesOfAScan() throws IOException {
    Folders.touch(
        folder,
        5,
        "1000002_V01-Aug00_001.im",
        "1000001_V00-Aug00_010.im",
        "1000001_V00-Aug00_002.im",
        "1000001_V00-Aug00_002.seg",
        "1000001_V00-Aug00_1000.im",
        "README.md");
    Files.createDirectory(folder.resolve("1000009_V00-Aug00_001.im"));

    List<Scan> scans = scans();

    assertThat(scans).extracting(Scan::scanId).containsExactly("1000001_V00", "1000002_V01");
    assertThat(scans).extracting(Scan::subjectId).containsExactly("1000001", "1000002");
    assertThat(scans).extracting(Scan::bytes).containsExactly(20L, 5L);
    assertThat(slices(scans.get(0)).sliceIds()).containsExactly(2, 10, 1000);
    assertThat(slices(scans.get(0)).masks()).isTrue();
    assertThat(slices(scans.get(1)).masks()).isFalse();
    assertThat(slices(scans.get(0)).maskFile(2))
        .isEqualTo("file:" + folder + "/1000001_V00-Aug00_002.seg");
  }

  @Test
  void copiesAreScansOfTheirOwnOnDemand() throws IOException {
    Folders.touch(folder, 1, "1_V0-Aug04_001.im", "1_V0-Aug00_001.im", "0000002_V00-Aug01_001.im");
    Dataset all = Folders.dataset(folder.toString(), "slices", Augmentations.ALL, Map.of());

    assertThat(scans()).extracting(Scan::scanId).containsExactly("0000001_V00");
    assertThat(scans(all))
        .extracting(Scan::scanId)
        .containsExactly("0000001_V00", "0000001_V00-Aug04", "0000002_V00-Aug01");
    assertThat(slices(scans(all).get(1)).imageFile(1)).endsWith("/1_V0-Aug04_001.im");
  }

  @Test
  void aSliceWithoutAnImageIsKeptSoThatReadingCanNameIt() throws IOException {
    Folders.touch(folder, 1, "0000001_V00-Aug00_001.im", "0000001_V00-Aug00_002.seg");

    assertThat(slices(scans().get(0)).sliceIds()).containsExactly(1, 2);
  }

  @Test
  void theFolderMayLookLikeAScan() throws IOException {
    Path like = Files.createDirectory(folder.resolve("1000001_V00-Aug00_001"));
    Folders.touch(like, 1, "0000007_V00-Aug00_001.im");

    assertThat(scans(Folders.dataset(like, "slices")))
        .extracting(Scan::scanId)
        .containsExactly("0000007_V00");
  }

  @Test
  void overridesOfScansAreMerged() throws IOException {
    Folders.touch(folder, 1, "0000001_V00-Aug00_001.im");
    Map<String, Map<String, Object>> known =
        Map.of("0000001_V00", Map.of("scan_spacing", List.of(1, 2, 3)));
    Map<String, Map<String, Object>> unknown = Map.of("0000001_V01", Map.of("scan_x", 1));

    Scan scan =
        scans(Folders.dataset(folder.toString(), "slices", Augmentations.ORIGINAL, known)).get(0);
    assertThat(scan.overrides()).containsEntry("scan_spacing", List.of(1, 2, 3));
    assertThatThrownBy(
            () ->
                scans(
                    Folders.dataset(folder.toString(), "slices", Augmentations.ORIGINAL, unknown)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid scans of dataset knees: there is no scan 0000001_V01 in "
                + folder
                + "; did you mean 0000001_V00?");
  }

  @Test
  void saysWhatWasThereInstead() throws IOException {
    String start = "Cannot find scans of dataset knees in file:" + folder + ": ";

    assertThatThrownBy(this::scans)
        .isInstanceOf(InputException.class)
        .hasMessage(start + "the folder is empty");
    Folders.touch(folder, 1, "foo.txt", "bar_V1.im", "1000001_V00-Aug00_1.im");
    Files.createDirectory(folder.resolve("more"));
    assertThatThrownBy(this::scans)
        .hasMessage(
            start
                + "no file name looks like 1000001_V00-Aug00_001.im; the folder holds 3 files, as"
                + " in 1000001_V00-Aug00_1.im, and 1 folder");
  }

  @Test
  void saysThatThereAreOnlyCopies() throws IOException {
    Folders.touch(folder, 1, "0000002_V00-Aug01_001.im", "0000001_V00-Aug02_001.im");

    assertThatThrownBy(this::scans)
        .hasMessage(
            "Cannot find scans of dataset knees in file:"
                + folder
                + ": there are only augmented copies, as in 0000001_V00-Aug02; take them with"
                + " augmentations: all");
  }

  @Test
  void namesAMissingFolderAndAFile() throws IOException {
    Folders.touch(folder, 1, "a.h5");

    assertThatThrownBy(() -> scans(Folders.dataset(folder.resolve("none"), "slices")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot list dataset knees: there is no folder file:"
                + folder
                + "/none; a relative root in the catalog begins at --dataset-root, or at the catalog's folder where that is not given");
    assertThatThrownBy(() -> scans(Folders.dataset(folder.resolve("a.h5"), "slices")))
        .hasMessage(
            "Cannot list dataset knees: file:"
                + folder
                + "/a.h5 is a file; layout slices expects a folder");
  }

  @Test
  void twoNamesOfOneScanAreRefused() throws IOException {
    Folders.touch(folder, 1, "0000001_V00-Aug00_001.im", "1_V00-Aug00_001.im");

    assertThatThrownBy(this::scans)
        .hasMessageStartingWith("Cannot list dataset knees: scan 0000001_V00 is found twice, in ")
        .hasMessageContaining(folder + "/0000001_V00-Aug00_*.im")
        .hasMessageContaining(folder + "/1_V00-Aug00_*.im");
  }

  @Test
  void listsManyFilesWithoutKeepingThem() throws IOException {
    NamesFileSystem files =
        new NamesFileSystem(
            100_000,
            i ->
                "%07d_V00-Aug00_%03d.%s"
                    .formatted(i / 100, i / 2 % 50 + 1, i % 2 == 0 ? "im" : "seg"));

    List<Scan> scans =
        new SliceLayout()
            .scans(
                Folders.dataset(NamesFileSystem.FOLDER, "slices", Augmentations.ORIGINAL, Map.of()),
                files);

    assertThat(scans).hasSize(1000);
    assertThat(scans)
        .allMatch(scan -> slices(scan).sliceIds().length == 50 && scan.bytes() == 1000);
    assertThat(slices(scans.get(999)).folder()).isEqualTo(NamesFileSystem.FOLDER);
  }
}
