package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.inspection.SpacingOrigin;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that {@code jobs/preprocess.sh --format h5-slices} and {@code h5-volumes} write scans in
 * the other layout, voxel by voxel, with a catalog that other jobs take.
 */
class ConversionIT {
  private static final Configuration HADOOP = new Configuration();
  private static final int SCANS = 4;

  @TempDir Path folder;
  private Phantoms phantoms;

  @BeforeEach
  void draw() {
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(SCANS));
  }

  private JobRunner.Result run(String output, String... more) {
    return JobRunner.local().run(phantoms.preprocess(output, more));
  }

  private Dataset dataset(String output, String name) {
    String catalog = folder.resolve(output).resolve("datasets.yaml").toString();
    return DatasetCatalog.read(catalog, Optional.empty(), HADOOP).dataset(name);
  }

  private List<String> files(String output) throws IOException {
    Path root = folder.resolve(output);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** The voxels are those of the phantoms. */
  private static void assertPhantoms(Dataset dataset, int scans) {
    List<Scan> found = Layouts.scans(dataset, HADOOP);
    assertThat(found).hasSize(scans);
    try (Hdf5ScanReader reader = new Hdf5ScanReader(HADOOP)) {
      for (Scan scan : found) {
        ScanData data = reader.read(scan);
        var phantom = Phantoms.draw(Integer.parseInt(scan.subjectId()));
        assertThat(data.masks()).isEqualTo(phantom.masks());
        for (int d = 0; d < Phantoms.DEPTH; d++) {
          assertThat(data.image().plane(d)).isEqualTo(phantom.image().plane(d));
        }
        assertThat(scan.spacing(dataset)).isEqualTo(new Spacing(0.5, 0.5, 1.5));
      }
    }
  }

  @Test
  void volumesBecomeSlicesAndVolumesAgain() throws IOException {
    String printed = run("slices-of", "--format=h5").fine().out();

    assertThat(printed)
        .isEqualTo(
            "all: 4 scans%n4 scans written, 0 of them earlier, 0 failed. Scans and datasets.yaml are in %s%n"
                .formatted(folder.resolve("slices-of")));
    assertThat(files("slices-of"))
        .contains("all/0000001_V00-Aug00_001.im", "all/0000004_V00-Aug00_008.seg")
        .filteredOn(name -> name.startsWith("all/"))
        .hasSize(2 * SCANS * Phantoms.DEPTH);
    Dataset slices = dataset("slices-of", "volumes_all_slices");
    assertThat(slices.categories())
        .extracting(category -> category.channels() + " " + category.name())
        .containsExactly("[0] femoral cartilage", "[1, 2] tibial cartilage", "[3] meniscus");
    assertPhantoms(slices, SCANS);

    run(
            "volumes-of",
            "--datasets=" + folder.resolve("slices-of/datasets.yaml"),
            "--dataset=volumes_all_slices",
            "--format=h5")
        .fine();
    assertPhantoms(dataset("volumes-of", "volumes_all_slices_all_volumes"), SCANS);
  }

  @Test
  void whichLayoutIsMeantMustBeSaidWhereThereAreTwo() {
    phantoms.slices(9);

    assertThat(run("out", "--dataset=volumes,slices", "--format=h5").refusal())
        .isEqualTo(
            "Invalid --format: h5: the datasets have layouts slices, volumes; say h5-slices or h5-volumes");
    run("out", "--dataset=volumes,slices", "--format=h5-volumes").fine();
    assertPhantoms(dataset("out", "volumes_all_volumes"), SCANS + 1);
  }

  @Test
  void whatWasWrittenIsEvaluatedToTheSameScores() {
    run("slices-of", "--format=h5-slices").fine();
    JobRunner.local().run(phantoms.evaluate("of-volumes")).fine();
    JobRunner.local()
        .run(
            phantoms.evaluate(
                "of-slices",
                "--datasets=" + folder.resolve("slices-of/datasets.yaml"),
                "--dataset=volumes_all_slices"))
        .fine();

    Results slices = new Results(folder.resolve("of-slices"));
    assertThat(slices.text("metrics.csv"))
        .isEqualTo(new Results(folder.resolve("of-volumes")).text("metrics.csv"));
  }

  @Test
  void sidesOfASplitAreDatasetsOfTheirOwn() {
    String printed = run("out", "--format=h5-volumes", "--split=0.5,0.5", "SEED", "3").fine().out();

    assertThat(printed).contains("train: 2 scans", "validation: 2 scans");
    List<String> ids = new ArrayList<>();
    for (String side : List.of("train", "validation")) {
      Dataset dataset = dataset("out", "volumes_" + side + "_volumes");
      assertPhantoms(dataset, 2);
      Layouts.scans(dataset, HADOOP).forEach(scan -> ids.add(scan.scanId()));
    }
    assertThat(ids)
        .containsExactlyInAnyOrder("0000001_V00", "0000002_V00", "0000003_V00", "0000004_V00");
  }

  @Test
  void resumedItWritesWhatIsMissing() throws IOException {
    run("out", "--format=h5-slices").fine();
    Map<String, byte[]> before = contents("out");
    phantoms.delete("out/all/0000002_V00-Aug00_005.seg").delete("out/datasets.yaml");

    String printed = run("out", "--format=h5-slices", "--resume").fine().out();

    assertThat(printed).contains("4 scans written, 3 of them earlier, 0 failed");
    assertThat(contents("out")).containsExactlyInAnyOrderEntriesOf(before);
    assertThat(run("out", "--format=h5-volumes", "--resume").refusal())
        .isEqualTo(
            "Cannot go on in %s: it was begun with something else: --format was h5-slices and is h5-volumes; leave --resume away to begin anew"
                .formatted(folder.resolve("out")));
    run("out", "--format=h5-volumes").fine();
    assertThat(files("out")).noneMatch(name -> name.endsWith(".im"));
  }

  private Map<String, byte[]> contents(String output) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : files(output)) {
      contents.put(name, Files.readAllBytes(folder.resolve(output).resolve(name)));
    }
    return contents;
  }

  /** Begun anew, it would remove the scans that it is to read. */
  @Test
  void whatLiesInTheOutputIsNoInput() throws IOException {
    run("out", "--format=h5-slices").fine();
    List<String> before = files("out");
    String refused =
        "Invalid --output: %s: the catalog of datasets (%s) is inside it; give a folder apart from it"
            .formatted(folder.resolve("out"), folder.resolve("out/datasets.yaml"));

    for (String format : List.of("--format=h5", "--format=tfrecord")) {
      assertThat(
              run(
                      "out",
                      "--datasets=" + folder.resolve("out/datasets.yaml"),
                      "--dataset=volumes_all_slices",
                      format)
                  .refusal())
          .isEqualTo(refused);
    }
    assertThat(files("out")).isEqualTo(before);
  }

  @Test
  void aBrokenScanIsARow() throws IOException {
    Files.write(folder.resolve("volumes/0000003_V00.h5"), new byte[100]);

    JobRunner.Result result = run("out", "--format=h5-slices");

    assertThat(result.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(result.out()).contains("3 scans written, 0 of them earlier, 1 failed");
    assertThat(new Results(folder.resolve("out")).failures().get("0000003_V00").get(0))
        .isEqualTo("READ");
    assertPhantoms(dataset("out", "volumes_all_slices"), 3);
    assertThat(Files.readString(folder.resolve("out/datasets.yaml"))).doesNotContain("0000003_V00");
  }

  /** Nothing would come of it but their loss. */
  @Test
  void whereNoScanCanBeReadThoseThatWereWrittenStay() throws IOException {
    run("out", "--format=h5-slices").fine();
    List<String> before = files("out");
    for (int scan = 1; scan <= 4; scan++) {
      Files.write(folder.resolve("volumes/000000%d_V00.h5".formatted(scan)), new byte[100]);
    }

    assertThat(run("out", "--format=h5-slices").refusal())
        .startsWith(
            "Cannot write scans: none of 4 can be read, so the results of an earlier run in "
                + folder.resolve("out")
                + " stay as they are; of the first scan: ")
        .contains("0000001_V00");

    assertThat(files("out")).isEqualTo(before);
    assertPhantoms(dataset("out", "volumes_all_slices"), 4);
  }

  /** The others need not be written again. */
  @Test
  void aScanThatWasMendedIsWrittenByGoingOn() throws IOException {
    Path broken = folder.resolve("volumes/0000003_V00.h5");
    byte[] whole = Files.readAllBytes(broken);
    Files.write(broken, new byte[100]);
    assertThat(run("out", "--format=h5-slices").code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    Files.write(broken, whole);

    String printed = run("out", "--format=h5-slices", "--resume").fine().out();

    assertThat(printed).contains("4 scans written, 3 of them earlier, 0 failed");
    assertPhantoms(dataset("out", "volumes_all_slices"), 4);
    Files.write(broken, new byte[100]);
    assertThat(run("out", "--format=h5-slices", "--resume").refusal())
        .contains("scan 0000003_V00 has changed");
  }

  /** The slices that are there would be taken for the whole scan. */
  @Test
  void ofAScanThatCannotBeWrittenNoSliceIsLeft() throws IOException {
    run("out", "--format=h5-slices").fine();
    phantoms.delete("out/all/0000002_V00-Aug00_005.seg");
    phantoms.write("out/all/0000002_V00-Aug00_005.seg/in-the-way", "");

    JobRunner.Result result = run("out", "--format=h5-slices", "--resume");

    assertThat(result.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(new Results(folder.resolve("out")).failures()).containsOnlyKeys("0000002_V00");
    assertPhantoms(dataset("out", "volumes_all_slices"), 3);
    assertThat(files("out"))
        .filteredOn(name -> name.contains("0000002_V00"))
        .containsExactly("all/0000002_V00-Aug00_005.seg/in-the-way");
  }

  /** Augmented copies of the second dataset; and what nobody states of the scans stays unsaid. */
  @Test
  void theCatalogSaysWhatTheDatasetsSay() throws IOException {
    Files.createDirectory(folder.resolve("copies"));
    Files.copy(
        folder.resolve("volumes/0000001_V00.h5"), folder.resolve("copies/0000009_V00-Aug01.h5"));
    phantoms.write(
        "two.yaml",
        """
        datasets:
          - name: volumes
            root: volumes
            layout: volumes
            categories: [{id: [0, 1], name: cartilage}, {id: 3, name: meniscus}]
            scans: {0000002_V00: {scan_spacing: [1, 2, 3]}}
          - {name: copies, like: volumes, root: copies, augmentations: all}
          - name: others
            like: volumes
            root: copies
            augmentations: all
            categories: [{id: 0, name: meniscus}]
        """);
    String catalog = "--datasets=" + folder.resolve("two.yaml");

    run("out", catalog, "--dataset=volumes,copies", "--format=h5").fine();

    Dataset written = dataset("out", "volumes_all_slices");
    List<Scan> scans = Layouts.scans(written, HADOOP);
    assertThat(scans).hasSize(SCANS + 1).last().returns("0000009_V00-Aug01", Scan::scanId);
    assertThat(scans)
        .filteredOn(scan -> SpacingOrigin.of(scan, written) == SpacingOrigin.STATED)
        .singleElement()
        .returns("0000002_V00", Scan::scanId)
        .returns(new Spacing(1, 2, 3), scan -> scan.spacing(written));
    assertThat(run("out", catalog, "--dataset=volumes,others", "--format=h5").refusal())
        .isEqualTo(
            "Cannot write datasets volumes and others as one: the catalog gives them different categories, [cartilage [0, 1], meniscus [3]] and [meniscus [0]]; write each to an --output of its own");
  }

  @Test
  void refusesWhatIsAboutElementsAndItsOwnInput() {
    assertThat(run("out", "--format=h5-slices", "--records=batches", "--epochs=0").refusal())
        .isEqualTo("Invalid --records: --format h5-slices writes whole scans, no elements");
    assertThat(run("volumes/inside", "--format=h5-slices").refusal())
        .startsWith("Invalid --output: ")
        .contains("volumes/inside: it is inside dataset volumes (");
    assertThat(run("out", "--format=hdf5").refusal())
        .isEqualTo(
            "Invalid --format: hdf5; known are tfrecord, parquet, h5, h5-slices, h5-volumes");
  }
}
