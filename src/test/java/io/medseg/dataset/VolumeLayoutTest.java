package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeLayoutTest {
  @TempDir private Path folder;

  private List<Scan> scans() throws IOException {
    return Layouts.of("volumes").scans(Folders.dataset(folder, "volumes"), Folders.local());
  }

  private ScanSource file(String image, String masks) {
    String start = "file:" + folder + "/";
    return new ScanSource.VolumeFile(
        start + image, null, masks == null ? null : start + masks, null);
  }

  @Test
  void everyFileIsAScan() throws IOException {
    Folders.touch(
        folder, 3, "9311328_V01.h5", "knee_1000001_V00_left.hdf5", "notes.h5", "1_V0.nii");

    assertThat(scans())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("modified")
        .containsExactly(
            new Scan(
                "1000001_V00",
                "1000001",
                file("knee_1000001_V00_left.hdf5", "knee_1000001_V00_left.hdf5"),
                3,
                Map.of()),
            new Scan(
                "9311328_V01", "9311328", file("9311328_V01.h5", "9311328_V01.h5"), 3, Map.of()));
  }

  @Test
  void imageAndMasksMayBeFilesOfTheirOwn() throws IOException {
    Folders.touch(folder, 3, "0000001_V00.im.h5", "0000001_V00.seg.h5", "0000002_V00.im.h5");

    assertThat(scans()).extracting(Scan::scanId).containsExactly("0000001_V00", "0000002_V00");
    assertThat(scans())
        .extracting(Scan::source)
        .containsExactly(
            file("0000001_V00.im.h5", "0000001_V00.seg.h5"), file("0000002_V00.im.h5", null));
    assertThat(scans()).extracting(Scan::bytes).containsExactly(6L, 3L);
  }

  @Test
  void theNewestFileTellsWhenAScanChanged() throws IOException {
    Folders.touch(folder, 3, "0000001_V00.im.h5", "0000001_V00.seg.h5");
    Files.setLastModifiedTime(folder.resolve("0000001_V00.im.h5"), FileTime.fromMillis(5_000));
    Files.setLastModifiedTime(folder.resolve("0000001_V00.seg.h5"), FileTime.fromMillis(7_000));
    Scan before = scans().get(0);
    assertThat(before.modified()).isEqualTo(7_000);
    assertThat(scans().get(0).fingerprint()).isEqualTo(before.fingerprint());

    Files.setLastModifiedTime(folder.resolve("0000001_V00.im.h5"), FileTime.fromMillis(9_000));

    assertThat(scans().get(0).modified()).isEqualTo(9_000);
    assertThat(scans().get(0).fingerprint()).isNotEqualTo(before.fingerprint());
  }

  @Test
  void copiesAreLeftOutUnlessWanted() throws IOException {
    Folders.touch(folder, 1, "0000001_V00-Aug00.h5", "0000001_V00-Aug01.h5");
    Dataset all = Folders.dataset(folder.toString(), "volumes", Augmentations.ALL, Map.of());

    assertThat(scans()).extracting(Scan::scanId).containsExactly("0000001_V00");
    assertThat(new VolumeLayout().scans(all, Folders.local()))
        .extracting(Scan::scanId)
        .containsExactly("0000001_V00", "0000001_V00-Aug01");
  }

  @Test
  void twoFilesOfOneScanAreRefused() throws IOException {
    Folders.touch(folder, 1, "0000001_V00.h5", "0000001_V00.im.h5");

    assertThatThrownBy(this::scans)
        .hasMessageStartingWith("Cannot list dataset knees: scan 0000001_V00 is found twice, in ")
        .hasMessageContaining(folder + "/0000001_V00.h5")
        .hasMessageContaining(folder + "/0000001_V00.im.h5");
  }

  @Test
  void saysWhatWasThereInstead() throws IOException {
    Folders.touch(folder, 1, "1000001_V00-Aug00_001.im");

    assertThatThrownBy(this::scans)
        .hasMessage(
            "Cannot find scans of dataset knees in file:"
                + folder
                + ": no file name looks like 1000001_V00.h5; the folder holds 1 file, as in"
                + " 1000001_V00-Aug00_001.im");
  }
}
