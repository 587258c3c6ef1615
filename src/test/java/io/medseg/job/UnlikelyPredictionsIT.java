package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * Proves that predictions that are no probabilities, or do not fit LOSS, are told with the scores
 * that they make, the same however the scans are run.
 */
class UnlikelyPredictionsIT {
  private static final String SUMS =
      "Predictions of 2 scans (0000001_V00, 0000002_V00) do not sum to 1 over the classes (from ";

  private static final String OUTSIDE =
      "Predictions of 2 scans (0000001_V00, 0000002_V00) are no probabilities, they lie outside [0, 1] (from -";

  private static final Path PHANTOM = Phantoms.model("phantom_unet2d");

  @TempDir static Path folder;

  private static Phantoms phantoms;

  @BeforeAll
  static void write() {
    phantoms = Phantoms.in(folder).volumes(1, 2);
  }

  private static String run(String output, String... more) {
    JobRunner.local().run(phantoms.evaluate(output, more)).fine();
    return warnings(output);
  }

  private static String warnings(String output) {
    JsonNode manifest = new Results(folder.resolve(output)).json("run.json");
    return manifest.at("/warnings").toString();
  }

  @Test
  void softmaxOverAModelThatEndsInSigmoid() {
    String[] softmax = {"LOSS", "('dice', 'softmax')", "TEST_METRICS", "['DSC']"};
    String whole = run("whole", softmax);

    assertThat(whole)
        .contains(SUMS, "LOSS must name sigmoid", "INCLUDE_BACKGROUND must be True")
        .doesNotContain("outside");
    assertThat(folder.resolve("whole/report.html")).content().contains("<li>" + SUMS);
    assertThat(run("whole", with("--resume", softmax))).isEqualTo(whole);
    assertThat(run("cut", with("--split-scans=3", softmax))).isEqualTo(whole);
    List<String> export =
        new ArrayList<>(phantoms.evaluate("export", with("--write=png", softmax)));
    export.set(0, "export");
    JobRunner.local().run(export).fine();
    assertThat(warnings("export")).isEqualTo(whole);
  }

  private static String[] with(String option, String... more) {
    return Stream.concat(Stream.of(option), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void noProbabilities() throws IOException {
    String warnings = run("tanh", "--model=" + withActivation("Tanh"), "TEST_METRICS", "['DSC']");

    assertThat(warnings)
        .contains(OUTSIDE, " to 1), ", "let the model end in the activation that LOSS names")
        .doesNotContain("sum to 1");
    assertThat(run("usual", "TEST_METRICS", "['DSC']")).isEqualTo("[]");
  }

  /** The hyperbolic sine of a value beyond 90 is infinite as float32. */
  @Test
  void infinity() throws IOException {
    JobRunner.Result run =
        JobRunner.local().run(phantoms.evaluate("sinh", "--model=" + withActivation("Sinh")));

    assertThat(run.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(new Results(folder.resolve("sinh")).failures().get(Phantoms.id(1)).get(1))
        .startsWith("Cannot decide labels: the model gave infinity at voxel (");
  }

  /** The bundled model with another last step, which is no probability. */
  private static Path withActivation(String operation) throws IOException {
    Path model = Files.createDirectories(folder.resolve(operation));
    try (Stream<Path> files = Files.list(PHANTOM)) {
      for (Path file : files.toList()) {
        Path copy = model.resolve(file.getFileName());
        if (file.endsWith("saved_model.pb")) {
          Files.write(copy, changed(SavedModel.parseFrom(Files.readAllBytes(file)), operation));
        } else {
          Files.createSymbolicLink(copy, file);
        }
      }
    }
    return model;
  }

  private static byte[] changed(SavedModel model, String operation) {
    SavedModel.Builder changed = model.toBuilder();
    for (MetaGraphDef.Builder graph : changed.getMetaGraphsBuilderList()) {
      for (FunctionDef.Builder function :
          graph.getGraphDefBuilder().getLibraryBuilder().getFunctionBuilderList()) {
        for (NodeDef.Builder node : function.getNodeDefBuilderList()) {
          if (node.getOp().equals("Sigmoid")) {
            node.setOp(operation);
          }
        }
      }
    }
    return changed.build().toByteArray();
  }
}
