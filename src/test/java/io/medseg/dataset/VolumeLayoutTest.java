package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
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
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("modified", "files")
        .containsExactly(
            new Scan(
                "9311328_V01", "9311328", file("9311328_V01.h5", "9311328_V01.h5"), 3, Map.of()),
            new Scan(
                "knee_1000001_V00_left",
                "1000001",
                file("knee_1000001_V00_left.hdf5", "knee_1000001_V00_left.hdf5"),
                3,
                Map.of()));
  }

  /** They were taken for subjects 4, 1, 2 and 1, or clashed. */
  @Test
  void namesThatDoNotTellTheirSubjectAreRefusedAndTheOthersAreThere() throws IOException {
    List<String> unclear =
        List.of(
            "patient_2021-03-04_V2",
            "1001-1_V00",
            "1001-2_V00",
            "sub-01_ses-01_V00",
            "sub-02_ses-01_V00",
            "0000001_V00_vs_0000002_V01");
    for (String name : unclear) {
      Folders.touch(folder, 3, name + ".h5");
    }
    assertThatThrownBy(this::scans)
        .hasMessage(
            "Cannot find scans of dataset knees in file:%s: no file name looks like 1000001_V00.h5; the folder holds 6 files, as in 0000001_V00_vs_0000002_V01.h5",
            folder);

    Folders.touch(folder, 3, "9000099_V00_LEFT.h5", "9000099_V00_RIGHT.h5", "0000007_V00.h5");
    Map<String, Scan> scans = new HashMap<>();
    scans().forEach(scan -> scans.put(scan.scanId(), scan));

    assertThat(scans).hasSize(9);
    assertThat(scans.get("0000007_V00").subjectId()).isEqualTo("0000007");
    assertThat(scans.get("9000099_V00_LEFT").subjectId()).isEqualTo("9000099");
    assertThat(scans.get("9000099_V00_RIGHT").subjectId()).isEqualTo("9000099");
    for (String name : unclear) {
      assertThat(scans.get(name).source())
          .isInstanceOfSatisfying(
              ScanSource.Refused.class,
              refused ->
                  assertThat(refused.reason())
                      .startsWith("the name of file:%s/%s.h5 does not".formatted(folder, name))
                      .contains("expected <subject>_V<time point>, as in 1000001_V00.h5"));
    }
  }

  @Test
  void hiddenFilesAreNoScans() throws IOException {
    Folders.touch(folder, 3, "0000001_V00.h5", "._0000001_V00.h5", ".0000002_V00.h5", "_SUCCESS");
    Folders.touch(folder, 3, "_0000003_V00.h5", ".DS_Store", ".0000001_V00.h5.Xy12Za", "._x.h5");

    assertThat(scans()).extracting(Scan::scanId).containsExactly("0000001_V00");
    assertThat(
            new VolumeLayout()
                .leftovers(Folders.dataset(folder, "volumes"), Folders.local())
                .strangerCount())
        .isZero();
  }

  @Test
  void sizeAndTimeOfEachFileAreKept() throws IOException {
    Folders.touch(folder, 3, "0000001_V00.im.h5");
    Folders.touch(folder, 4, "0000001_V00.seg.h5", "0000002_V00.seg.h5");
    Files.setLastModifiedTime(folder.resolve("0000001_V00.im.h5"), FileTime.fromMillis(5_000));
    Files.setLastModifiedTime(folder.resolve("0000001_V00.seg.h5"), FileTime.fromMillis(7_000));
    Files.setLastModifiedTime(folder.resolve("0000002_V00.seg.h5"), FileTime.fromMillis(9_000));

    assertThat(scans().get(0).files().states())
        .containsExactly(new FileState(3, 5_000), new FileState(4, 7_000));
    assertThat(scans().get(0).withoutMasks().files().states())
        .containsExactly(new FileState(3, 5_000));
    assertThat(scans().get(1).files().states())
        .containsExactly(FileState.ABSENT, new FileState(4, 9_000));
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
