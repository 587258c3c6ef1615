package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.volume.MaskVolume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that classes from outside do all that docs/custom-loader.md says: the example is a Maven
 * project of its own that passes the contract of loaders, and jobs take its loader, layout,
 * transform, metric and writer out of the jar that --jars names.
 */
class CustomLoaderExampleIT {
  private static final ExampleProject EXAMPLE = new ExampleProject("custom-loader");
  private static final String WRITER = "com.example.medseg.MetaImageWriter";
  private static final int SCANS = 2;

  /** One executor, a process of its own. */
  private static final List<String> CLUSTER =
      List.of("--master", "local-cluster[1,2,1024]", "--conf", "spark.executor.memory=1g");

  @TempDir private static Path folder;
  private static Path jar;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    BuiltJar.assume();
    BuiltJar.assumeContract();
    jar = EXAMPLE.build();
    Phantoms phantoms = Phantoms.in(folder);
    for (int scan = 1; scan <= SCANS; scan++) {
      phantoms.hdf5(
          "files/" + Phantoms.id(scan) + ".h5",
          TeaFiles.of(Phantoms.draw(scan), Map.of("echo1", 0.25f, "echo2", 0.5f)));
    }
    int depth = Phantoms.DEPTH;
    phantoms.write(
        "annotations/test.json",
        TeaFiles.annotations(TeaFiles.image(1, depth), TeaFiles.image(2, depth)));
  }

  /** Runs a job over the phantoms with the example's own settings. */
  private static ScriptRun run(String job, List<String> spark, String... more) {
    List<String> words = new ArrayList<>(List.of(job + ".sh", "--jars", jar.toString()));
    words.addAll(spark);
    words.add("--");
    words.addAll(options(folder.resolve(job)));
    words.addAll(Arrays.asList(more));
    return ScriptRun.start(folder, Map.of(), words.toArray(String[]::new)).fine();
  }

  private static List<String> options(Path output) {
    return List.of(
        "--config-file=" + EXAMPLE.sources().resolve("experiment.yaml"),
        "--datasets=" + EXAMPLE.sources().resolve("datasets.yaml"),
        "--dataset-root=" + folder,
        "--output=" + output);
  }

  @Test
  void itsLoaderPassesTheContract() throws IOException {
    Path reports = EXAMPLE.copy().resolve("target/surefire-reports");
    for (String test : List.of("AlternateSlicesLoaderTest", "EvenNumberOfSlicesTest")) {
      assertThat(Files.readString(reports.resolve("TEST-com.example.medseg." + test + ".xml")))
          .contains("putsBackWhatItTookApart", "travelsAsARecipe", "givesTheSameBatchEveryTime")
          .contains("errors=\"0\" skipped=\"0\" failures=\"0\"");
    }
  }

  @Test
  void jobsUseItsClasses() throws IOException {
    String printed = run("evaluate", List.of("--master", "local[2]"), "--write=" + WRITER).out();
    // Executors of their own get the jar from the driver.
    run("export", CLUSTER, "--write=" + WRITER);

    assertThat(printed).contains("F2", SCANS + " scans evaluated, 0 failed");
    Map<String, double[]> metrics = new Results(folder.resolve("evaluate")).metrics();
    for (int scan = 1; scan <= SCANS; scan++) {
      String file = "metaimage/" + Phantoms.id(scan) + ".mha";
      byte[] image = Files.readAllBytes(folder.resolve("evaluate").resolve(file));
      assertThat(folder.resolve("export").resolve(file)).hasBinaryContent(image);
      Labels labels = Labels.of(image);
      labels.assertLastSliceIsTheOneBefore();
      MaskVolume truth =
          Phantoms.draw(scan)
              .masks()
              .collate(List.of(new int[] {0}, new int[] {1, 2}, new int[] {3}));
      for (int c = 0; c < 3; c++) {
        double[] counts = labels.counts(truth, c);
        double dice = metrics.get(Phantoms.id(scan) + " DSC")[c];
        double f2 = metrics.get(Phantoms.id(scan) + " F2")[c];
        assertThat(dice).as("DSC of class %d", c).isGreaterThan(0.75);
        // Voxels of two classes are one class in the map.
        assertThat(dice).isEqualTo(2 * counts[2] / (counts[0] + counts[1]), within(0.01));
        assertThat(f2).isEqualTo(5 * counts[2] / (4 * counts[1] + counts[0]), within(0.01));
      }
    }
  }

  /** Four of eight slices of each scan, with one channel of two. */
  @Test
  void trainingDataIsCutByItsLoader() {
    run("preprocess", List.of("--master", "local[2]"), "--dataset=two_echoes");

    JsonNode index = new Results(folder.resolve("preprocess")).json("index.json");
    assertThat(index.at("/splits/all/elements").asInt()).isEqualTo(SCANS * Phantoms.DEPTH / 2);
    assertThat(index.at("/x/shape").toString()).isEqualTo("[64,64,1]");
    assertThat(index.at("/y/shape").toString()).isEqualTo("[64,64,3]");
  }

  @Test
  void withoutTheJarAMessageNamesJars() {
    List<String> arguments = new ArrayList<>(List.of("evaluate"));
    arguments.addAll(options(folder.resolve("none")));

    assertThat(JobRunner.local().run(arguments).refusal())
        .isEqualTo(
            "Cannot find data loader (TAG) class com.example.medseg.AlternateSlicesLoader: it is not"
                + " on the class path; give its jar with --jars");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  /** A label map that the example's writer wrote. */
  private record Labels(byte[] file, int data) {
    private static final int SLICE = Phantoms.SIZE * Phantoms.SIZE;

    static Labels of(byte[] file) {
      String text = new String(file, StandardCharsets.ISO_8859_1);
      assertThat(text)
          .contains("ElementSpacing = 0.5 0.5 1.5\nDimSize = 64 64 " + Phantoms.DEPTH + "\n");
      int data = text.indexOf("LOCAL\n") + "LOCAL\n".length();
      assertThat(file.length).isEqualTo(data + SLICE * Phantoms.DEPTH);
      return new Labels(file, data);
    }

    void assertLastSliceIsTheOneBefore() {
      int last = data + SLICE * (Phantoms.DEPTH - 1);
      assertThat(Arrays.copyOfRange(file, last, last + SLICE))
          .isEqualTo(Arrays.copyOfRange(file, last - SLICE, last))
          .isNotEqualTo(Arrays.copyOfRange(file, last - 2 * SLICE, last - SLICE));
    }

    /** Voxels of a class here, in the truth, in both. */
    double[] counts(MaskVolume truth, int c) {
      double[] counts = new double[3];
      for (int i = 0; i < SLICE * Phantoms.DEPTH; i++) {
        int inSlice = i % SLICE;
        boolean here = file[data + i] == c + 1;
        boolean there = truth.get(inSlice / Phantoms.SIZE, inSlice % Phantoms.SIZE, i / SLICE, c);
        counts[0] += here ? 1 : 0;
        counts[1] += there ? 1 : 0;
        counts[2] += here && there ? 1 : 0;
      }
      return counts;
    }
  }
}
