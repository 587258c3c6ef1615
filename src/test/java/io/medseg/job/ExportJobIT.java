package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.hdf5.Hdf5Writer;
import io.medseg.phantom.Phantom;
import io.medseg.segmentation.FullFileSystem;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the export job writes the files of every scan, needs no truth, gives the same bytes
 * for any number of tasks and after going on, that evaluate writes the same files, and that a
 * folder that takes no files is a failure in words for each scan.
 */
class ExportJobIT {
  private static final int SCANS = 3;

  @TempDir Path folder;

  private Phantoms phantoms;

  @BeforeEach
  void write() {
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(SCANS));
  }

  private JobRunner.Result export(String output, String... more) {
    List<String> arguments = new ArrayList<>(phantoms.evaluate(output, more));
    arguments.set(0, "export");
    return JobRunner.local().run(arguments);
  }

  /** The files of scans and of the run, by name; not what tells of times. */
  private Map<String, byte[]> files(String output) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Path root = folder.resolve(output);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        String name = root.relativize(file).toString();
        if (name.startsWith("predictions/")
            || name.startsWith("previews/")
            || name.startsWith("regions")
            || name.startsWith("labels")) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
  }

  /** Said once, of all scans together, and only where files lie in the patient. */
  @Test
  void saysWhatViewersCannotTell() {
    export("unknown", "--write=nifti,png", "--axis=H").fine();
    JsonNode unknown = new Results(folder.resolve("unknown")).json("run.json");
    assertThat(unknown.at("/warnings").toString())
        .isEqualTo(
            "[\"3 scans (0000001_V00, 0000002_V00, 0000003_V00) state no orientation: viewers will not lay their NIfTI files over the images; give the dataset its orientation or affine in the catalog\"]");
    assertThat(unknown.at("/written/settings").toString())
        .isEqualTo("{\"axis\":\"H\",\"overlap\":\"priority\",\"slices\":\"most\"}");
    export("pictures", "--write=png").fine();
    assertThat(new Results(folder.resolve("pictures")).json("run.json").at("/warnings")).isEmpty();
    phantoms.write(
        "placed.yaml",
        """
        datasets:
          - name: volumes
            root: volumes
            layout: volumes
            orientation: RAS
            scans:
              0000002_V00: {scan_affine: [[1, 0.1, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]}
        """);
    export("placed", "--write=nifti", "--datasets=" + folder.resolve("placed.yaml")).fine();
    assertThat(new Results(folder.resolve("placed")).json("run.json").at("/warnings").toString())
        .startsWith("[\"1 scans (0000002_V00) have axes in their affine that do not stand at right")
        .doesNotContain("orientation");
  }

  @Test
  void writesEveryFormatOfEveryScan() throws IOException {
    JobRunner.Result done = export("out", "--write=pred,nifti,png,regions").fine();

    assertThat(done.out())
        .matches(
            "(?s)3 scans exported \\(pred,nifti,png,regions\\), 0 failed, \\d+ scans per hour\\. Results are in .*");
    List<String> expected = new ArrayList<>();
    for (int scan : Phantoms.upTo(SCANS)) {
      expected.add("predictions/" + Phantoms.id(scan) + ".nii.gz");
      expected.add("predictions/" + Phantoms.id(scan) + ".pred");
      expected.add("previews/" + Phantoms.id(scan) + ".png");
      expected.add("regions/" + Phantoms.id(scan) + ".csv");
    }
    assertThat(files("out").keySet())
        .containsAll(expected)
        .contains("labels.txt", "labels.ctbl", "regions.csv");
    Results results = new Results(folder.resolve("out"));
    assertThat(results.names()).contains("run.json", "failures.csv", "ledger");
    assertThat(results.names()).doesNotContain("metrics.csv", "summary.json");
    assertThat(results.json("run.json").at("/written/formats").asText())
        .isEqualTo("pred,nifti,png,regions");
    assertThat(results.json("run.json").at("/seconds/write").asDouble()).isPositive();
  }

  @Test
  void needsNoTruth() throws IOException {
    Phantom phantom = Phantoms.draw(7);
    Volume image = phantom.image();
    float[] voxels = new float[(int) image.shape().elements()];
    int depth = image.shape().get(2);
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = image.plane(i % depth)[i / depth];
    }
    phantoms.hdf5(
        "volumes/0000007_V00.h5", new Hdf5Writer().floats("volume", image.shape(), voxels));

    export("out", "--no-probs").fine();

    assertThat(files("out")).containsKey("predictions/0000007_V00.pred").hasSize(SCANS + 1 + 2);
  }

  @Test
  void tasksAndPartsChangeNoByte() throws IOException {
    export("one", "--write=pred,nifti,png", "--partitions=1").fine();
    export("many", "--write=pred,nifti,png", "--partitions=5", "--split-scans=3").fine();
    export("labels", "--write=nifti", "--split-scans=3").fine();
    JobRunner.local().run(phantoms.evaluate("scored", "--write=nifti")).fine();

    assertSame(files("many"), files("one"));
    assertSame(files("scored"), files("labels"));
    assertThat(files("labels").get("predictions/0000001_V00.nii.gz"))
        .isEqualTo(files("one").get("predictions/0000001_V00.nii.gz"));
  }

  @Test
  void goesOnWhereFilesAreMissing() throws IOException {
    export("out", "--write=pred").fine();
    Map<String, byte[]> whole = files("out");
    Files.delete(folder.resolve("out/predictions/0000002_V00.pred"));

    export("out", "--write=pred", "--resume").fine();

    assertSame(files("out"), whole);
    Results results = new Results(folder.resolve("out"));
    assertThat(results.json("run.json").at("/counts/resumed").asInt()).isEqualTo(SCANS - 1);
  }

  @Test
  void aFileThatCannotBeWrittenFailsItsScan() throws IOException {
    Files.createDirectories(folder.resolve("out/predictions/0000002_V00.pred/in-the-way"));

    JobRunner.Result done = export("out", "--write=pred");

    assertThat(done.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    Results results = new Results(folder.resolve("out"));
    assertThat(results.failures()).containsOnlyKeys("0000002_V00");
    assertThat(results.failures().get("0000002_V00").get(0)).isEqualTo("WRITE");
    assertThat(results.failures().get("0000002_V00").get(1))
        .startsWith("Cannot write predictions/0000002_V00.pred of scan 0000002_V00 in ");
  }

  /** As a folder that nobody may write into, which for root there is not. */
  @Test
  void aFolderThatCannotBeMadeIsOneFailurePerScan() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/predictions"), "in the way");

    JobRunner.Result done = export("out", "--write=pred", "--no-probs");

    assertThat(done.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertTellsEveryScan(done, "");
    Results results = new Results(folder.resolve("out"));
    assertThat(results.failures()).hasSize(SCANS);
    results.failures().forEach((id, row) -> assertThat(row.get(0)).as(id).isEqualTo("WRITE"));
    assertThat(results.json("run.json").at("/counts/failed").asInt()).isEqualTo(SCANS);
    Files.delete(folder.resolve("out/predictions"));
    export("out", "--write=pred", "--no-probs", "--resume").fine();
    assertThat(files("out")).hasSize(SCANS + 2);
  }

  @Test
  void aFullDiskIsOneFailurePerScan() throws IOException {
    List<String> arguments = new ArrayList<>(phantoms.evaluate("out", "--write=nifti"));
    arguments.set(0, "export");
    arguments.replaceAll(argument -> argument.replace("--output=", "--output=full:"));

    JobRunner.Result done =
        JobRunner.local()
            .with("spark.hadoop.fs.full.impl", FullFileSystem.class.getName())
            .run(arguments);

    assertThat(done.code()).isEqualTo(MedsegSpark.BAD_INPUT);
    assertThat(done.errors())
        .singleElement()
        .asString()
        .startsWith("Cannot write labels.txt in full:")
        .endsWith(": No space left on device");
    assertTellsEveryScan(done, ": No space left on device");
    assertThat(files("out")).isEmpty();
    assertThat(new Results(folder.resolve("out")).names()).doesNotContain("run.json");
  }

  private static void assertTellsEveryScan(JobRunner.Result done, String reason) {
    for (int scan : Phantoms.upTo(SCANS)) {
      assertThat(done.out().lines().filter(line -> line.contains(Phantoms.id(scan))))
          .singleElement()
          .asString()
          .startsWith("  Cannot write predictions/" + Phantoms.id(scan) + ".")
          .contains(" of scan " + Phantoms.id(scan) + " in ")
          .endsWith(reason);
    }
    assertThat(done.out() + done.err()).doesNotContain("\tat ", "bug");
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThat(export("out", "--write=prd").refusal())
        .isEqualTo(
            "Invalid segmentation writer: prd; known are pred, nifti, png, regions, or the full name of a class given with --jars");
    assertThat(export("out", "--probs=double").refusal())
        .isEqualTo("Invalid --probs: double; known are none, float, half");
  }
}
