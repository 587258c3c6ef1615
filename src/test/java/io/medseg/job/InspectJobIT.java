package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.hdf5.Hdf5Writer;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.inspection.FindingCode;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that every kind of damage that can be made in code is found, with its code, its severity
 * and a line that says which scan and what to do, and that the good scans beside it are not blamed.
 */
class InspectJobIT {
  private static final Shape VOLUME = Shape.of(64, 64, 8);
  private static final Shape MASKS = VOLUME.append(4);

  /** As the phantoms' own catalog, without spacing for the first, and with a folder of nothing. */
  private static final String CATALOG =
      """
      datasets:
        - name: volumes
          root: volumes
          layout: volumes
          categories:
            - {id: 0, name: femoral cartilage}
            - {id: [1, 2], name: tibial cartilage}
            - {id: 3, name: meniscus}
          scans:
            0000002_V00:
              scan_spacing: [1, 1, 2]
              scan_affine: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
        - {name: slices, like: volumes, root: slices, layout: slices, spacing: [0.5, 0.5, 1.5]}
        - {name: empty, like: slices, root: empty}
        - {name: elsewhere, like: slices, root: elsewhere}
        - {name: single, like: slices, root: single.h5, layout: single-file}
      """;

  @TempDir static Path folder;

  private static Phantoms phantoms;
  private static JobRunner.Result run;
  private static Results results;

  @BeforeAll
  static void inspectDamagedDatasets() throws IOException {
    phantoms = Phantoms.in(folder).volumes(1, 2).slices(1, 2, 3, 4, 5, 6, 7, 8);
    phantoms.write("catalog.yaml", CATALOG);
    Files.createDirectory(folder.resolve("empty"));
    damageVolumes();
    damageSlices();
    run = inspect("out", "--dataset=volumes,slices,empty");
    results = new Results(folder.resolve("out"));
  }

  private static void damageVolumes() throws IOException {
    copy("volumes/0000001_V00.h5", "volumes/0000003_V00.h5");
    float[] odd = noise(97);
    odd[5] = Float.NaN;
    odd[6] = Float.NaN;
    odd[7] = Float.NEGATIVE_INFINITY;
    float[] constant = new float[odd.length];
    Arrays.fill(constant, 7.5f);
    phantoms
        .hdf5("volumes/0000011_V00.h5", volume(odd, masks(MASKS)))
        .hdf5("volumes/0000012_V00.h5", volume(new float[odd.length], masks(MASKS)))
        .hdf5("volumes/0000013_V00.h5", volume(constant, labels()))
        .hdf5("volumes/0000015_V00.h5", floats(VOLUME, noise(89)).bytes("seg", narrow(), ones()));
    byte[] overlapping = masks(MASKS);
    overlapping[0] = 1;
    overlapping[3] = 2;
    overlapping[103 * 4 + 3] = 2;
    overlapping[1] = 1;
    phantoms.hdf5("volumes/0000014_V00.h5", volume(noise(97), overlapping));
    phantoms.hdf5("volumes/0000017_V00.h5", floats(VOLUME, noise(83)));
    phantoms.write("volumes/0000016_V00.h5", "This is no HDF5 file.");
    phantoms.write("volumes/notes.txt", "");
    phantoms.write("volumes/.hidden", "");
  }

  private static void damageSlices() throws IOException {
    phantoms
        .delete("slices/0000002_V00-Aug00_003.im")
        .delete("slices/0000002_V00-Aug00_003.seg")
        .delete("slices/0000003_V00-Aug00_005.seg")
        .delete("slices/0000004_V00-Aug00_006.im")
        .hdf5(
            "slices/0000008_V00-Aug00_002.im",
            new Hdf5Writer().floats("data", Shape.of(64, 60), new float[64 * 60]));
    copy("slices/0000005_V00-Aug00_004.im", "slices/0000005_V00-Aug00_005.im");
    copy("slices/0000006_V00-Aug00_002.im", "slices/0000006_V00-Aug00_0002.im");
    for (int d = 1; d <= Phantoms.DEPTH; d++) {
      phantoms.delete("slices/0000007_V00-Aug00_%03d.seg".formatted(d));
    }
  }

  private static void copy(String from, String to) throws IOException {
    Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }

  private static float[] noise(int period) {
    float[] values = new float[(int) VOLUME.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % period;
    }
    return values;
  }

  /** A voxel in every class, in different places. */
  private static byte[] masks(Shape shape) {
    byte[] masks = new byte[(int) shape.elements()];
    int channels = shape.get(3);
    for (int c = 0; c < channels; c++) {
      masks[(100 + c) * channels + c] = 1;
    }
    return masks;
  }

  /** A second label number in the first channel. */
  private static byte[] labels() {
    byte[] masks = masks(MASKS);
    masks[4] = 3;
    return masks;
  }

  private static Shape narrow() {
    return VOLUME.append(2);
  }

  private static byte[] ones() {
    return masks(narrow());
  }

  private static Hdf5Writer floats(Shape shape, float[] image) {
    return new Hdf5Writer().floats("volume", shape, image);
  }

  private static Hdf5Writer volume(float[] image, byte[] masks) {
    return floats(VOLUME, image).bytes("seg", MASKS, masks);
  }

  private static JobRunner.Result inspect(String output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "inspect",
                "--datasets=" + phantoms.path("catalog.yaml"),
                "--output=" + phantoms.path(output)));
    arguments.addAll(List.of(more));
    return JobRunner.local().run(arguments);
  }

  /** Findings as "severity code dataset scan". */
  private static List<String> findings(Results of) {
    List<String> findings = new ArrayList<>();
    for (JsonNode one : of.json("inspection.json").at("/findings")) {
      String scan = one.get("scan_id").isNull() ? "-" : one.get("scan_id").asText().substring(5, 7);
      findings.add(
          String.join(
              " ",
              one.get("severity").asText(),
              one.get("code").asText(),
              one.get("dataset").asText(),
              scan));
    }
    return findings;
  }

  private static String message(Results of, String code) {
    for (JsonNode one : of.json("inspection.json").at("/findings")) {
      if (one.get("code").asText().equals(code)) {
        return one.get("message").asText();
      }
    }
    throw new AssertionError("There is no " + code);
  }

  private static String message(String code) {
    return message(results, code);
  }

  @Test
  void findsEveryDamageAndNothingElse() {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(findings(results))
        .containsExactly(
            "error cannot-list empty -",
            "error unreadable slices 08",
            "error unreadable volumes 16",
            "error missing-slices slices 02",
            "error slice-without-image slices 04",
            "error slice-without-masks slices 03",
            "error missing-channels volumes 15",
            "error mixed-mask volumes 13",
            "error wrong-affine volumes 02",
            "error not-a-number volumes 11",
            "error infinite volumes 11",
            "error zero-image volumes 12",
            "error shared-subject volumes -",
            "warning constant-image volumes 13",
            "warning duplicate-slice slices 06",
            "warning identical-slices slices 05",
            "warning identical-scans volumes 01",
            "warning no-masks slices 07",
            "warning no-masks volumes 17",
            "warning overlap volumes 14",
            "warning mask-values volumes 14",
            "warning different-channels volumes -",
            "warning assumed-spacing volumes -",
            "warning stray-files volumes -");
    assertThat(run.out())
        .contains("Errors: 13, warnings: 11.", "inspection.json and scans.csv are in " + folder);
  }

  @Test
  void findingsSayWhatWasFoundWhere() {
    assertThat(message("cannot-list")).contains("dataset empty", "the folder is empty");
    assertThat(message("unreadable"))
        .startsWith("Cannot read scan 0000008_V00: slice ")
        .contains("0000008_V00-Aug00_002.im", "64x60", "64x64");
    assertThat(message("missing-slices"))
        .startsWith("Cannot read scan 0000002_V00: slice 3 of 8 is missing (")
        .endsWith("0000002_V00-Aug00_003.im)");
    assertThat(message("slice-without-image")).contains(": there is no image (.im) for slice 6;");
    assertThat(message("slice-without-masks")).contains(": there are no masks (.seg) for slice 5;");
    assertThat(message("missing-channels"))
        .contains("needs channel 2 (counted from 0), but the masks of scan 0000015_V00 have 2");
    assertThat(message("wrong-affine"))
        .startsWith("Invalid affine of scan 0000002_V00: its voxels are ");
    assertThat(message("not-a-number")).startsWith("Scan 0000011_V00: 2 of 32768 voxels are NaN;");
    assertThat(message("infinite")).startsWith("Scan 0000011_V00: 1 of 32768 voxels are infinite;");
    assertThat(message("zero-image")).contains("every voxel is 0");
    assertThat(message("constant-image")).contains("every voxel is 7.5");
    assertThat(message("shared-subject"))
        .startsWith("Datasets volumes and slices share 3 subjects (0000001, 0000002, 0000003):");
    assertThat(message("duplicate-slice")).contains("file 0000006_V00-Aug00_0002.im");
    assertThat(message("identical-slices"))
        .startsWith("Scan 0000005_V00: slice 5 has the same voxels as the slice before");
    assertThat(message("identical-scans"))
        .startsWith(
            "Scan 0000001_V00 of volumes has the same voxels as scan 0000003_V00 of volumes:");
    assertThat(message("no-masks")).startsWith("Scan 0000007_V00 of dataset slices has no masks");
    assertThat(message("overlap"))
        .startsWith(
            "Scan 0000014_V00: 1 of 32768 voxels are in more than one class; that is legal");
    assertThat(message("mask-values"))
        .startsWith(
            "Scan 0000014_V00: mask values that are neither 0 nor 1: 2; they are read as 1 (");
    assertThat(message("mixed-mask"))
        .startsWith("Scan 0000013_V00: channel 0 of dataset seg of ")
        .contains("0000013_V00.h5 holds 1, 3 beside 0; expected 0 and one other value");
    assertThat(message("different-channels"))
        .contains("2 channels in scan 0000015_V00; 4 channels in 7 scans (0000001_V00, ");
    assertThat(message("assumed-spacing"))
        .startsWith("Dataset volumes states no spacing for 9 scans (0000001_V00, ");
    assertThat(message("stray-files"))
        .contains(": layout volumes makes no scan of file notes.txt;");
  }

  @Test
  void tablesHoldWhatIsKnownOfEveryScan() {
    JsonNode volumes = results.json("inspection.json").at("/datasets/0");

    assertThat(volumes.get("scan_count").asInt()).isEqualTo(10);
    assertThat(volumes.get("scans_read").asInt()).isEqualTo(9);
    assertThat(volumes.at("/shapes/64x64x8").asInt()).isEqualTo(9);
    assertThat(volumes.at("/image_types/float32").asInt()).isEqualTo(9);
    assertThat(volumes.at("/mask_types/uint8").asInt()).isEqualTo(8);
    assertThat(volumes.at("/scans/2/image/nan").isMissingNode()).isFalse();
    assertThat(volumes.at("/scans/8/image").isNull()).isTrue();
    assertThat(results.text("scans.csv").lines())
        .hasSize(1 + 10 + 8)
        .anyMatch(line -> line.startsWith("volumes,0000011_V00,0000011,volumes,64,64,8,4,float32,"))
        .anyMatch(line -> line.endsWith(",not-a-number infinite"))
        .anyMatch(line -> line.startsWith("volumes,0000016_V00,0000016,volumes,,,,,,,1.0,"));
  }

  /** With an experiment: its classes, what its loader refuses, and softmax, which excludes. */
  @Test
  void experimentDecidesWhatCanBeTaken() {
    phantoms.hdf5(
        "single.h5",
        new Hdf5Writer()
            .floats("0000021_V00/volume", Shape.of(32, 64, 8), new float[32 * 64 * 8])
            .floats("0000022_V00/volume", VOLUME, noise(97))
            .bytes("0000022_V00/seg", MASKS, overlap())
            .floats("leftover/other", VOLUME, noise(97)));

    JobRunner.Result refused =
        inspect(
            "experiment",
            "--dataset=single",
            "--config-file=" + phantoms.path("experiment.yaml"),
            "TAG",
            "DefaultDataLoader",
            "LOSS",
            "('dice', 'softmax')");

    Results of = new Results(folder.resolve("experiment"));
    assertThat(refused.code()).as(refused.err()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(findings(of))
        .containsExactly(
            "error refused-by-loader single 21",
            "error zero-image single 21",
            "error overlap single 22",
            "warning no-masks single 21",
            "warning empty-class single 22",
            "warning stray-files single -");
    assertThat(message(of, "refused-by-loader")).contains("32x64", "IMG_SIZE", "0000021_V00");
    assertThat(message(of, "overlap")).contains("activation is softmax");
    assertThat(message(of, "empty-class")).contains("no voxel is in tibial cartilage;");
    assertThat(message(of, "stray-files")).contains("group leftover");
    assertThat(codes(results, of))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FindingCode.values()).map(FindingCode::title).toList());
  }

  private static byte[] overlap() {
    byte[] masks = new byte[(int) MASKS.elements()];
    masks[0] = 1;
    masks[3] = 1;
    return masks;
  }

  /** Every code has a scan that gives it. */
  private static Set<String> codes(Results... of) {
    Set<String> codes = new TreeSet<>();
    for (Results one : of) {
      findings(one).forEach(finding -> codes.add(finding.split(" ")[1]));
    }
    return codes;
  }

  @Test
  void exitCodes() {
    Phantoms good = Phantoms.in(folder.resolve("good")).volumes(1);
    String catalog = "--datasets=" + good.path("catalog.yaml");
    JobRunner local = JobRunner.local();

    JobRunner.Result fine = local.run(List.of("inspect", catalog)).fine();
    assertThat(fine.out())
        .contains("Not there: slices, single", "Errors: 0, warnings: 0.")
        .contains("worst finding | none");
    assertThat(local.run(List.of("inspect", catalog, "--strict")).code()).isZero();

    good.write("volumes/notes.txt", "");
    local.run(List.of("inspect", catalog)).fine();
    assertThat(local.run(List.of("inspect", catalog, "--strict")).code())
        .isEqualTo(MedsegSpark.SCANS_FAILED);

    assertThat(local.run(List.of("inspect", catalog, "--dataset=volumes, slices")).refusal())
        .startsWith("Cannot inspect dataset slices: there is no ");
    assertThat(local.run(List.of("inspect", catalog, "--dataset=slice")).refusal())
        .startsWith("Cannot find dataset slice in ");
    assertThat(local.run(List.of("inspect", catalog, "TAG", "x")).refusal())
        .isEqualTo(
            "Invalid arguments: TAG x: settings belong to an experiment, give it with --config-file");
  }

  /** The whole catalog may hold the same scans in two layouts. */
  @Test
  void sharedSubjectsOfAWholeCatalogAreNoError() {
    Phantoms both = Phantoms.in(folder.resolve("both")).volumes(1, 2).slices(2);

    JobRunner.Result all =
        JobRunner.local().run(List.of("inspect", "--datasets=" + both.path("catalog.yaml"))).fine();

    assertThat(all.out())
        .contains("warning shared-subject: Datasets volumes and slices share subject 0000002:");
  }

  /** Tasks and slabs change nothing. */
  @Test
  void resultsDoNotDependOnTasksOrMemory() {
    List<String> arguments =
        List.of(
            "inspect",
            "--datasets=" + phantoms.path("catalog.yaml"),
            "--dataset=volumes,slices,empty",
            "--output=" + folder.resolve("slabs"));

    JobRunner.local()
        .with("spark.master", "local[1]")
        .with("spark.hadoop.medseg.volume.whole.max.bytes", "40000")
        .run(arguments);

    Results slabs = new Results(folder.resolve("slabs"));
    assertThat(slabs.text("scans.csv")).isEqualTo(results.text("scans.csv"));
    assertThat(slabs.text("inspection.json")).isEqualTo(results.text("inspection.json"));
  }

  /** A folder that cannot be written is said in words, and no half a file is left. */
  @Test
  void outputThatCannotBeWritten() {
    phantoms.write("file", "");

    JobRunner.Result refused = inspect("file/out", "--dataset=empty");

    assertThat(refused.code()).isEqualTo(MedsegSpark.BAD_INPUT);
    assertThat(refused.err()).startsWith("Cannot write results to ").contains("--output");
  }

  /** Masks of many channels without any categories: every channel is a class. */
  @Test
  void channelsAreClassesWhereNothingNamesThem() {
    Phantoms plain = Phantoms.in(folder.resolve("plain"));
    MaskVolume masks = MaskVolume.empty(64, 64, 8, 2);
    masks.set(1, 2, 3, 1);
    new ScanFileWriter(new Configuration())
        .writeVolume(plain.hadoop("scans"), Phantoms.id(1), Phantoms.draw(1).image(), masks);
    plain.write(
        "catalog.yaml",
        "datasets: [{name: scans, root: scans, layout: volumes, spacing: [1, 1, 1]}]");

    JobRunner.Result result =
        JobRunner.local()
            .run(List.of("inspect", "--datasets=" + plain.path("catalog.yaml")))
            .fine();

    assertThat(result.out()).contains("channel 1", "no voxel is in channel 0;");
  }
}
