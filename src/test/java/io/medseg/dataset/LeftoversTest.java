package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the layouts pass over in silence. */
class LeftoversTest {
  @TempDir private Path folder;

  private Leftovers leftovers(String layout) throws IOException {
    return Layouts.of(layout).leftovers(Folders.dataset(folder, layout), Folders.local());
  }

  @Test
  void slicesThatAreNoPair() throws IOException {
    Folders.touch(
        folder,
        1,
        "0000001_V00-Aug00_001.im",
        "0000001_V00-Aug00_001.seg",
        "0000001_V00-Aug00_002.im",
        "0000001_V00-Aug00_003.seg",
        "0000002_V00-Aug00_001.im",
        "0000003_V00-Aug00_001.im",
        "0000003_V00-Aug00_001.seg");

    assertThat(leftovers("slices").unpaired())
        .containsExactly(new UnpairedSlices("0000001_V00", List.of(3), List.of(2), List.of()));
  }

  /** 0001 beside 001 is the same slice; 0002 without a 002 is a file that nobody reads. */
  @Test
  void slicesWhoseNumberIsWrittenOtherwise() throws IOException {
    Folders.touch(
        folder,
        1,
        "0000001_V00-Aug00_001.im",
        "0000001_V00-Aug00_0001.im",
        "0000001_V00-Aug00_1.im",
        "0000001_V00-Aug00_01.seg",
        "0000001_V00-Aug00_0002.im");

    Leftovers found = leftovers("slices");

    assertThat(found.unpaired())
        .containsExactly(
            new UnpairedSlices(
                "0000001_V00",
                List.of(),
                List.of(),
                List.of("0000001_V00-Aug00_0001.im", "0000001_V00-Aug00_1.im")));
    assertThat(found.strangers())
        .containsExactly("0000001_V00-Aug00_0002.im", "0000001_V00-Aug00_01.seg");
  }

  @Test
  void copiesThatAreNotWantedAreCounted() throws IOException {
    Folders.touch(
        folder, 1, "0000001_V00-Aug00_001.im", "0000001_V00-Aug01_001.im", "0000001_V00-Aug01.h5");

    assertThat(leftovers("slices").copies()).isEqualTo(1);
    assertThat(leftovers("slices").strangers()).containsExactly("0000001_V00-Aug01.h5");
    assertThat(leftovers("volumes").copies()).isEqualTo(1);
    Dataset all = Folders.dataset(folder.toString(), "slices", Augmentations.ALL, Map.of());
    assertThat(Layouts.of("slices").leftovers(all, Folders.local()).copies()).isZero();
  }

  /** Of many, the first ones are named; what systems leave behind is no stranger. */
  @Test
  void filesThatAreNoScan() throws IOException {
    Folders.touch(
        folder, 1, "0000001_V00.h5", ".DS_Store", "_SUCCESS", "scan.h5", "0000002_V00.nii");
    assertThat(leftovers("volumes"))
        .isEqualTo(new Leftovers(List.of("0000002_V00.nii", "scan.h5"), 2, 0, List.of()));

    Folders.touch(
        folder,
        1,
        IntStream.range(0, 100).mapToObj(i -> "a%03d".formatted(i)).toArray(String[]::new));
    Leftovers many = leftovers("volumes");
    assertThat(many.strangerCount()).isEqualTo(102);
    assertThat(many.strangers()).hasSize(20).startsWith("0000002_V00.nii", "a000").endsWith("a018");
  }

  @Test
  void filesThatAnAnnotationFileDoesNotName() throws IOException {
    Path annotations =
        Files.writeString(
            folder.resolve("test.json"),
            "{\"images\": [{\"file_name\": \"a.h5\", \"scan_id\": \"a\"}]}");
    Folders.touch(folder, 1, "a.h5", "b.h5");
    Dataset dataset = Folders.dataset(annotations, "skm-tea");

    assertThat(Layouts.of("skm-tea").leftovers(dataset, Folders.local()).strangers())
        .containsExactly("b.h5");
  }
}
