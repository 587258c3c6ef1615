package io.medseg.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.DatasetCatalog;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.ExperimentReader;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.loader.Batch;
import io.medseg.phantom.Phantom;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about the library shows what compiles and runs: {@link LibraryExample}. */
class LibraryPageTest {
  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Path EXAMPLE =
      Path.of("src/test/java/io/medseg/library/LibraryExample.java");

  @TempDir Path folder;
  private final Configuration hadoop = new Configuration(false);
  private LibraryExample example;

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/library.md"));
  }

  private static String block(Pattern pattern) throws IOException {
    Matcher block = pattern.matcher(page());
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  @BeforeEach
  void write() throws IOException {
    scans("knees", 1, 2);
    scans("more-knees", 3);
    Files.writeString(folder.resolve("datasets.yaml"), catalog());
    Files.writeString(folder.resolve("experiment.yaml"), block(YAML));
    Experiment experiment =
        new ExperimentReader(hadoop, Parity.NONE)
            .read(folder.resolve("experiment.yaml").toString(), List.of())
            .experiment();
    DatasetCatalog catalog =
        DatasetCatalog.read(folder.resolve("datasets.yaml").toString(), Optional.empty(), hadoop);
    example = new LibraryExample(experiment, catalog, hadoop);
  }

  private void scans(String dataset, int... subjects) throws IOException {
    Path root = Files.createDirectory(folder.resolve(dataset));
    for (int subject : subjects) {
      Phantom phantom = Phantom.draw(subject, 16, 20, 5);
      new ScanFileWriter(hadoop)
          .writeVolume(
              new org.apache.hadoop.fs.Path(root.toString()),
              "000000%d_V00".formatted(subject),
              phantom.image(),
              phantom.masks());
    }
  }

  private static String catalog() {
    return """
        datasets:
          - name: knees
            root: knees
            layout: volumes
            categories:
              - {id: 0, name: femoral cartilage}
              - {id: [1, 2], name: tibial cartilage}
          - {name: more_knees, like: knees, root: more-knees}
        """;
  }

  @Test
  void showsTheExample() throws IOException {
    assertThat(block(JAVA)).isEqualTo(Files.readString(EXAMPLE));
  }

  @Test
  void theExampleTrains() {
    List<Shape> shapes = new ArrayList<>();
    List<Batch> batches = new ArrayList<>();
    example.train(
        List.of("knees", "more_knees"),
        2,
        batch -> {
          batches.add(batch);
          shapes.add(batch.y().shape());
        });
    // Three scans of 5 slices in batches of 4, the last dropped, twice.
    assertThat(batches).hasSize(6).allMatch(batch -> batch.xRaw() == null);
    assertThat(shapes).containsOnly(Shape.of(4, 16, 20, 2));
  }

  @Test
  void theExampleTestsAndNamesAScanThatFails() throws IOException {
    Files.writeString(folder.resolve("knees/0000002_V00.h5"), "not HDF5");
    List<String> lines =
        example.test(
            List.of("more_knees", "knees"),
            x -> Tensor.zeros(Shape.of(x.shape().get(0), 16, 20, 2)));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("0000001_V00: 16x20x5x2");
    assertThat(lines.get(1)).startsWith("Cannot read scan 0000002_V00: ");
    assertThat(lines.get(2)).isEqualTo("0000003_V00: 16x20x5x2");
  }
}
