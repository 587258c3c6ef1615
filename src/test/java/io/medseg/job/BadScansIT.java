package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.hdf5.Hdf5Writer;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that a scan that cannot be evaluated costs nothing but itself: exit code 2, its row in
 * failures.csv has the stage and one line that names scan and file, what was found and what was
 * expected; the scores of the others are those of a run without it.
 */
class BadScansIT {
  private static final Shape VOLUME = Shape.of(64, 64, 8);

  @TempDir Path folder;

  private static Hdf5Writer floats(String name, Shape shape) {
    return new Hdf5Writer().floats(name, shape, new float[(int) shape.elements()]);
  }

  private static Hdf5Writer scan(Shape image, Shape masks) {
    return floats("volume", image).bytes("seg", masks, new byte[(int) masks.elements()]);
  }

  private Results failing(Phantoms phantoms, int failed, String... arguments) {
    JobRunner.Result run = JobRunner.local().run(phantoms.evaluate("out", arguments));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(run.out()).contains(" scans evaluated, " + failed + " failed. Results are in ");
    Results results = new Results(folder.resolve("out"));
    assertThat(results.failures()).hasSize(failed);
    results
        .failures()
        .forEach(
            (scan, row) -> {
              assertThat(row.get(1)).contains(scan).doesNotContain("\n", "Exception");
              assertThat(run.out()).contains("  " + row.get(1));
            });
    return results;
  }

  private static Set<String> scored(Results results) {
    return results.metrics().keySet().stream()
        .map(key -> key.split(" ")[0])
        .collect(Collectors.toSet());
  }

  @Test
  void volumes() throws IOException {
    Phantoms phantoms =
        Phantoms.in(folder)
            .volumes(1, 2)
            .hdf5("volumes/0000011_V00.h5", floats("img", VOLUME))
            .hdf5("volumes/0000013_V00.h5", floats("volume", Shape.of(64, 64)))
            .hdf5("volumes/0000014_V00.h5", scan(VOLUME, VOLUME))
            .hdf5("volumes/0000015_V00.h5", scan(VOLUME, Shape.of(64, 64, 7, 4)))
            .hdf5("volumes/0000016_V00.h5", floats("volume", VOLUME))
            .hdf5("volumes/0000017_V00.h5", scan(VOLUME, Shape.of(64, 64, 8, 2)));
    truncate(folder.resolve("volumes/0000001_V00.h5"), folder.resolve("volumes/0000012_V00.h5"));
    phantoms.write("volumes/0000018_V00.h5", "This is no HDF5 file.");

    Results results = failing(phantoms, 8);

    assertFailure(results, 11, "PLAN", "volume", "img");
    assertFailure(results, 12, "PLAN", "0000012_V00.h5", "cut short", "bytes are there");
    assertFailure(results, 13, "PLAN", "64x64", "HxWxD");
    assertFailure(results, 14, "PLAN", "64x64x8", "HxWxDxC");
    assertFailure(results, 15, "PLAN", "64x64x8", "64x64x7x4");
    assertFailure(results, 16, "PLAN", "seg", "volume");
    assertFailure(results, 17, "SCORE", "Invalid CATEGORIES", "channel 2", "2 channels");
    assertFailure(results, 18, "PLAN", "0000018_V00.h5");
    assertThat(scored(results)).containsExactlyInAnyOrder("0000001_V00", "0000002_V00");
    assertScoresOf(results, 1, 2);
  }

  /** A class that is found missing at one scan is that scan's failure, too. */
  @Test
  void scansAtWhichALoaderNeedsWhatIsNotThere() throws IOException {
    Shape shallow = Shape.of(64, 64, UnlinkedLoader.NOT_SCATTERED);
    Phantoms phantoms =
        Phantoms.in(folder)
            .volumes(1, 2, 4)
            .hdf5("volumes/0000003_V00.h5", scan(shallow, shallow.append(4)));

    Results results = failing(phantoms, 2, "TAG", UnlinkedLoader.class.getName());

    String what = "java.lang.NoClassDefFoundError: com/example/Interpolation";
    assertFailure(results, 2, "SCATTER", "Cannot scatter scan 0000002_V00", what);
    assertFailure(results, 3, "SCATTER", "Cannot scatter scan 0000003_V00", what);
    assertScoresOf(results, 1, 4);
  }

  /** A loader has to give the same elements every time. */
  @Test
  void aScanOfWhichALoaderGivesFewerElementsThanBefore() {
    ShrinkingLoader.ASKED.set(0);
    Phantoms phantoms = Phantoms.in(folder).volumes(1);

    Results results = failing(phantoms, 1, "TAG", ShrinkingLoader.class.getName());

    assertFailure(
        results,
        1,
        "SCATTER",
        "Cannot predict scan 0000001_V00: of its 8 elements only ",
        " are there; data loader %s gave another list before"
            .formatted(ShrinkingLoader.class.getName()));
  }

  /** Half a file: what its header promises is not there. */
  private static void truncate(Path whole, Path half) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static void assertFailure(Results results, int scan, String stage, String... words) {
    List<String> row = results.failures().get(Phantoms.id(scan));
    assertThat(row).as("row of scan %d", scan).isNotNull();
    assertThat(row.get(0)).as(row.get(1)).isEqualTo(stage);
    assertThat(row.get(1)).contains(words);
  }

  /** The scores are those of a run that never saw the bad scans. */
  private void assertScoresOf(Results results, int... scans) {
    Phantoms good = Phantoms.in(folder.resolve("good")).volumes(scans);
    JobRunner.local().run(good.evaluate("out")).fine();
    assertThat(results.text("metrics.csv"))
        .isEqualTo(new Results(folder.resolve("good/out")).text("metrics.csv"));
  }

  @Test
  void slices() throws IOException {
    Phantoms phantoms = Phantoms.in(folder).slices(1, 11, 12, 13);
    Phantom deep = Phantom.draw(10, 64, 64, 24);
    new ScanFileWriter(new Configuration())
        .writeSlices(phantoms.hadoop("slices"), Phantoms.id(10), deep.image(), deep.masks());
    phantoms
        .delete("slices/0000010_V00-Aug00_007.im")
        .delete("slices/0000010_V00-Aug00_007.seg")
        .delete("slices/0000011_V00-Aug00_005.seg")
        .delete("slices/0000012_V00-Aug00_003.im")
        .hdf5("slices/0000013_V00-Aug00_002.im", floats("data", Shape.of(64, 60)));
    for (int d = 1; d <= Phantoms.DEPTH; d++) {
      phantoms.hdf5(
          "slices/0000014_V00-Aug00_%03d.im".formatted(d), floats("data", Shape.of(64, 64)));
    }

    Results results = failing(phantoms, 5, "--dataset=slices");

    assertFailure(results, 10, "PLAN", "slice 7 of 24 is missing", "0000010_V00-Aug00_007.im");
    assertFailure(results, 11, "READ", "0000011_V00-Aug00_005.seg");
    assertFailure(results, 12, "READ", "0000012_V00-Aug00_003.im");
    assertFailure(results, 13, "READ", "64x60", "64x64", "0000013_V00-Aug00_002.im");
    assertFailure(results, 14, "SCORE", "it has no masks", "0000014_V00-Aug00_*.im");
    assertThat(scored(results)).containsExactly("0000001_V00");
    assertScoresOf(results, 1);
  }

  /** A scan of another size than the others is no reason to evaluate none. */
  @Test
  void sizesThatDoNotFit() {
    Phantoms phantoms =
        Phantoms.in(folder)
            .volumes(1)
            .hdf5("volumes/0000011_V00.h5", scan(Shape.of(96, 64, 8), Shape.of(96, 64, 8, 4)));

    Results loader = failing(phantoms, 1, "TAG", "DefaultDataLoader");
    assertFailure(loader, 11, "SCATTER", "96x64x8", "IMG_SIZE says 64x64", "PatchDataLoader");
    assertThat(scored(loader)).containsExactly("0000001_V00");

    // The model takes 64 x 64 only, and no size is given that would cut or pad.
    Results model =
        failing(
            phantoms,
            1,
            "--split-scans=never",
            "--model=" + Phantoms.model("hippocampus_unet2d"),
            "CATEGORIES",
            "(0, 3)",
            "TAG",
            "DefaultDataLoader",
            "IMG_SIZE",
            "(None, None, 1)");
    assertFailure(model, 11, "PREDICT", "(3, 96, 64, 1)", "(any, 64, 64, 1)");
    assertThat(scored(model)).containsExactly("0000001_V00");
  }

  /**
   * Tables of nothing are written as well, so that whoever reads results every night finds them.
   */
  @Test
  void noScanThatWorks() {
    Phantoms phantoms = Phantoms.in(folder).hdf5("volumes/0000011_V00.h5", floats("img", VOLUME));

    Results results = failing(phantoms, 1);

    assertThat(results.metrics()).isEqualTo(Map.of());
    assertThat(results.parquetFiles()).hasSize(1);
    assertThat(results.json("run.json").at("/counts/evaluated").asInt()).isZero();
    assertThat(results.json("run.json").at("/counts/failed").asInt()).isEqualTo(1);
  }

  /** Names out of a file name files of the results; these would lie elsewhere, or nowhere. */
  @Test
  void namesThatLeadOutOfTheResultsAreRefused() throws IOException {
    Phantoms phantoms = Phantoms.in(folder);
    Hdf5Writer file = new Hdf5Writer();
    for (String group : List.of("..", "..\\..\\x", "a\u0007b", "x".repeat(201), Phantoms.id(1))) {
      Phantom phantom = Phantoms.draw(1);
      ScanFileWriter.add(file, group, phantom.image(), phantom.masks());
    }
    phantoms.hdf5("single.h5", file);

    Results results = failing(phantoms, 4, "--dataset=single");

    assertThat(scored(results)).containsExactly(Phantoms.id(1));
    String found = " in file:" + folder.resolve("single.h5") + " cannot name a file: ";
    assertThat(results.failures().values().stream().map(row -> row.get(0))).containsOnly("PLAN");
    assertThat(
            results.failures().values().stream()
                .map(row -> row.get(1).replaceFirst("^Cannot read scan refused-[0-9a-f]{8}: ", "")))
        .containsExactlyInAnyOrder(
            "its id '..'" + found + "it begins with a dot",
            "its id '..\\..\\x'" + found + "it begins with a dot",
            "its id 'a\\u0007b'" + found + "it holds control characters",
            "its id '" + "x".repeat(60) + "...'" + found + "it has 201 bytes, more than 200");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("catalog.yaml", "experiment.yaml", "single.h5", "out");
    }
  }
}
