package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.LogLines;
import io.medseg.hdf5.Hdf5Writer;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.ledger.FolderHold;
import io.medseg.phantom.Phantom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves what becomes of a folder in which an earlier run left its results: a run makes it its own,
 * and a command that is refused leaves it as it was.
 */
class UsedFolderIT {
  private static final int SCANS = 3;

  @TempDir Path folder;

  private Phantoms phantoms;

  @BeforeEach
  void write() {
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(SCANS));
  }

  private JobRunner.Result run(List<String> arguments) {
    return JobRunner.local().run(arguments);
  }

  private JobRunner.Result evaluate(String... more) {
    return run(phantoms.evaluate("out", more));
  }

  /** What an evaluation that comes to its end tells on its way. */
  private List<String> told(String... more) {
    try (LogLines log = new LogLines()) {
      evaluate(more).fine();
      return log.lines();
    }
  }

  /** Every file of the output, by name, with the digest of its content. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    Path out = folder.resolve("out");
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            out.relativize(file).toString(), DigestUtils.sha256Hex(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  @Test
  void whatARunDoesNotMakeIsGone() throws IOException {
    evaluate("--write=png,regions,nifti,pred").fine();
    assertThat(contents())
        .containsKeys("previews/" + Phantoms.id(1) + ".png", "regions.csv", "labels.txt");
    assertThat(folder.resolve("out/report.html")).content().contains("data:image/png");
    phantoms.write("out/notes.txt", "mine");
    phantoms.write("out/predictions/corrected.nii", "mine");
    phantoms.delete("volumes/" + Phantoms.id(3) + ".h5");

    assertThat(told())
        .containsSubsequence(
            "INFO 3 scans of an earlier run are in %s: 0 are kept, 2 are done again (--resume keeps those that still hold), 1 are not in this run; what was written for scans that are not kept, and its reports, are removed"
                .formatted(folder.resolve("out")),
            "WARN 1 files in %s are in no ledger: they stay, and this run replaces those of its own names (predictions/corrected.nii)"
                .formatted(folder.resolve("out")));
    assertThat(contents().keySet())
        .filteredOn(name -> !name.startsWith("scores.parquet/"))
        .containsExactlyInAnyOrder(
            "failures.csv",
            "ledger/" + Phantoms.id(1) + ".json",
            "ledger/" + Phantoms.id(2) + ".json",
            "metrics.csv",
            "notes.txt",
            "predictions/corrected.nii",
            "report.html",
            "results.txt",
            "run.json",
            "summary.json");
    assertThat(folder.resolve("out/report.html")).content().doesNotContain("data:image/png");
  }

  @Test
  void whatIsKeptIsToldFirst() throws IOException {
    evaluate("--write=png").fine();
    String kept = "ledger/" + Phantoms.id(1) + ".json";
    String before = contents().get(kept);
    phantoms.delete("volumes/" + Phantoms.id(3) + ".h5").volumes(2, 4);

    assertThat(told("--resume", "--write=png"))
        .containsSubsequence(
            "INFO 3 scans of an earlier run are in %s: 1 are kept, 1 are done again since input, model, settings or what was written changed, 1 are not in this run; what was written for scans that are not kept, and its reports, are removed"
                .formatted(folder.resolve("out")),
            "INFO 1 of 3 scans are finished already");
    assertThat(contents()).containsEntry(kept, before);
    assertThat(contents().keySet())
        .filteredOn(name -> name.startsWith("previews/"))
        .containsExactly(
            "previews/" + Phantoms.id(1) + ".png",
            "previews/" + Phantoms.id(2) + ".png",
            "previews/" + Phantoms.id(4) + ".png");
  }

  /** As of a version whose entries are no longer read. */
  @Test
  void whatAnUnknownVersionLeftStaysAndIsTold() throws IOException {
    evaluate("--write=png,nifti").fine();
    for (int scan : Phantoms.upTo(SCANS)) {
      phantoms.write("out/ledger/" + Phantoms.id(scan) + ".json", "{\"version\": 0}");
    }
    phantoms.delete("out/run.json");

    assertThat(told("--resume"))
        .containsSubsequence(
            "INFO 3 scans of an earlier run that did not end are in %s: 0 are kept, 3 are done again since input, model, settings or what was written changed, 0 are not in this run; what was written for scans that are not kept, and its reports, are removed"
                .formatted(folder.resolve("out")),
            "WARN 6 files in %s are in no ledger: they stay, and this run replaces those of its own names (predictions/%s.nii.gz, predictions/%s.nii.gz, predictions/%s.nii.gz, ...)"
                .formatted(folder.resolve("out"), Phantoms.id(1), Phantoms.id(2), Phantoms.id(3)));
    assertThat(contents()).containsKey("predictions/" + Phantoms.id(1) + ".nii.gz");
    assertThat(folder.resolve("out/report.html")).content().doesNotContain("data:image/png");
  }

  @Test
  void aReportShowsNoImageOfAnotherRun() {
    phantoms.write("out/previews/" + Phantoms.id(1) + ".png", "of another model");
    evaluate().fine();
    assertThat(folder.resolve("out/report.html")).content().doesNotContain("data:image/png");
  }

  @Test
  void aRefusedCommandTouchesNothing() throws IOException {
    evaluate("--write=png").fine();
    Map<String, String> before = contents();

    String model = "TEST_WEIGHT_PATH";
    String hippocampus = Phantoms.model("hippocampus_unet2d").toString();
    assertThat(evaluate("IMG_SIZE", "(48, 48, 3)").code()).isEqualTo(MedsegSpark.BAD_INPUT);
    assertThat(evaluate(model, "'" + hippocampus + "'").code()).isEqualTo(MedsegSpark.BAD_INPUT);
    assertThat(evaluate("--write=tiff").code()).isEqualTo(MedsegSpark.BAD_INPUT);
    assertThat(contents()).isEqualTo(before);

    // Every scan lacks the channel that the catalog says is there.
    String catalog = Files.readString(folder.resolve("catalog.yaml"));
    phantoms.write("catalog.yaml", catalog.replace("{id: 3,", "{id: 9,"));
    assertThat(evaluate("CATEGORIES", "(0, (1, 2), 9)").refusal())
        .startsWith(
            "Cannot evaluate: none of 3 scans can be read as asked, so the results of an earlier run in %s stay as they are; of the first scan: "
                .formatted(folder.resolve("out")))
        .contains("9");
    assertThat(contents()).isEqualTo(before);
  }

  private JobRunner.Result inspect(String dataset) {
    return run(inspection(dataset, "out"));
  }

  private List<String> inspection(String dataset, String output) {
    return List.of(
        "inspect",
        "--datasets=" + folder.resolve("catalog.yaml"),
        "--dataset=" + dataset,
        "--output=" + folder.resolve(output));
  }

  private void assertApart(List<String> job) {
    assertThat(run(job).refusal())
        .startsWith("Invalid --output: ")
        .endsWith("; give a folder apart from it");
  }

  @Test
  void aRefusedInspectionTouchesNothing() throws IOException {
    inspect("volumes").fine();
    Map<String, String> before = contents();
    assertThat(before).containsKey("inspection.json");
    assertThat(inspect("slices").refusal())
        .startsWith("Cannot inspect dataset slices: there is no");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void shardsDoNotGoForScansThatCannotBeRead() throws IOException {
    run(phantoms.preprocess("out")).fine();
    Map<String, String> before = contents();
    for (int scan : Phantoms.upTo(SCANS)) {
      phantoms.write("volumes/" + Phantoms.id(scan) + ".h5", "no HDF5");
    }
    assertThat(run(phantoms.preprocess("out")).refusal())
        .startsWith(
            "Cannot write shards: none of 3 scans can be read, so the shards of an earlier run stay as they are; of the first one: Cannot read ");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void aFolderThatAnotherRunHoldsIsRefused() throws IOException {
    evaluate().fine();
    Map<String, String> before = contents();
    try (FolderHold hold =
        FolderHold.take(phantoms.hadoop("out"), "export", "app-7", new Configuration())) {
      String held =
          "Cannot write to %s: export on \\S+ \\(process %d, application app-7, since \\S+\\) is writing to it; wait for its end, stop it, or give another --output"
              .formatted(folder.resolve("out"), ProcessHandle.current().pid());
      assertThat(evaluate().refusal()).matches(held);
      assertThat(evaluate("--resume").refusal()).matches(held);
      assertThat(run(phantoms.preprocess("out")).refusal()).matches(held);
      assertThat(run(phantoms.preprocess("out", "--format=h5-slices")).refusal()).matches(held);
      List<String> export = new ArrayList<>(phantoms.evaluate("out", "--write=nifti"));
      export.set(0, "export");
      assertThat(run(export).refusal()).matches(held);
      assertThat(inspect("volumes").refusal()).matches(held);
      hold.check();
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void whatIsReadIsNotWrittenTo() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("volumes"));
    for (String output : List.of("volumes", "volumes/deep/er", "link", "link/x", ".")) {
      assertApart(phantoms.evaluate(output));
    }
    assertApart(phantoms.preprocess("volumes/x", "--epochs=1"));
    assertApart(phantoms.preprocess("link", "--format=h5-slices"));
    assertApart(inspection("volumes", "volumes/x"));
    assertApart(inspection("volumes", "."));
    assertThat(run(phantoms.evaluate("volumes/x")).refusal())
        .isEqualTo(
            "Invalid --output: %s: it is inside dataset volumes (file:%s); give a folder apart from it"
                .formatted(folder.resolve("volumes/x"), folder.resolve("volumes")));
    Path model = Files.createDirectories(folder.resolve("model"));
    org.apache.commons.io.FileUtils.copyDirectory(
        Phantoms.model("phantom_unet2d").toFile(), model.toFile());
    assertThat(run(phantoms.evaluate("model/out", "--model=" + model)).refusal())
        .contains("model/out: it is inside the model (");
    run(phantoms.evaluate("volumes-of-another")).fine();
    String results = folder.resolve("volumes-of-another").toString();
    for (String output : List.of(results, results + "/x")) {
      assertApart(List.of("compare", results, results, "--output=" + output));
    }
    // Results may lie beside the experiment and the model that they are made with.
    phantoms.write("study/experiment.yaml", Files.readString(folder.resolve("experiment.yaml")));
    Files.move(model, folder.resolve("study/model"));
    String[] beside = {
      "--config-file=" + folder.resolve("study/experiment.yaml"),
      "--model=" + folder.resolve("study/model")
    };
    run(phantoms.evaluate("study", beside)).fine();
    run(phantoms.evaluate("study", beside)).fine();
    assertThat(folder.resolve("study/experiment.yaml")).exists();
    assertThat(folder.resolve("study/model/saved_model.pb")).exists();
  }

  @Test
  void idsThatCannotBeWrittenAreNotPredicted() {
    Hdf5Writer file = new Hdf5Writer();
    for (String id : List.of("a", "b?", "c<d", "e|f")) {
      Phantom phantom = Phantoms.draw(1);
      ScanFileWriter.add(file, id, phantom.image(), phantom.masks());
    }
    phantoms.hdf5("single.h5", file);

    JobRunner.Result result = evaluate("--dataset=single", "--write=pred");

    assertThat(result.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    Results results = new Results(folder.resolve("out"));
    assertThat(results.failures()).containsOnlyKeys("b?", "c<d", "e|f");
    results
        .failures()
        .forEach(
            (id, failure) ->
                assertThat(String.join(" ", failure))
                    .contains("WRITE", "Invalid scan id: \"" + id));
    assertThat(results.json("run.json").at("/counted_by_tasks/elements_predicted").asInt())
        .as("of the scan that can be written alone")
        .isEqualTo(Phantoms.DEPTH);
    evaluate("--dataset=single").fine();
  }
}
