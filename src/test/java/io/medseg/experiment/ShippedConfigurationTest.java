package io.medseg.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.RealScans;
import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;

/** The files under conf/ fit together. */
class ShippedConfigurationTest {
  private static final Configuration HADOOP = new Configuration(false);

  private static DatasetCatalog catalog(Optional<String> root) {
    return DatasetCatalog.read("conf/datasets.yaml", root, HADOOP);
  }

  private static Experiment experiment(String name) {
    ExperimentReader.Result result =
        new ExperimentReader(HADOOP, Parity.NONE).read("conf/experiments/" + name, List.of());
    assertThat(result.warnings()).isEmpty();
    return result.experiment();
  }

  @Test
  void everyExperimentNamesADatasetOfTheCatalog() throws IOException {
    DatasetCatalog catalog = catalog(Optional.empty());
    try (Stream<Path> files = Files.list(Path.of("conf/experiments"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).hasSizeGreaterThanOrEqualTo(4);
      for (String name : names) {
        Experiment experiment = experiment(name);
        assertThat(experiment.testDatasets()).as(name).isNotEmpty();
        for (String dataset : experiment.testDatasets()) {
          CategorySelection selection =
              CategorySelection.of(catalog.dataset(dataset), experiment.categories());
          assertThat(selection.names()).as(name).noneMatch(n -> n.startsWith("categor"));
        }
      }
    }
  }

  @Test
  void slicesChangeLoaderAndDatasetOnly() {
    Experiment volumes = experiment("hippocampus_unet2d.yaml");
    Experiment slices = experiment("hippocampus_unet2d_slices.yaml");

    assertThat(volumes.tag()).isEqualTo("PatchDataLoader");
    assertThat(slices.tag()).isEqualTo("DefaultDataLoader");
    assertThat(slices.imageSize()).isEqualTo(volumes.imageSize()).containsExactly(64, 64, 1);
    assertThat(slices.testWeightPath()).isEqualTo("../models/hippocampus_unet2d");
    assertThat(slices.testDatasets()).containsExactly("hippocampus_test_2d");
    assertThat(slices.preprocessingArguments()).hasSize(1);
  }

  @Test
  void catalogHasTheSetsOfTheReference() {
    DatasetCatalog catalog = catalog(Optional.of("/data"));
    Dataset oai = catalog.dataset("oai_3d_sf_whitened_val");

    assertThat(catalog.names()).filteredOn(name -> name.startsWith("oai_")).hasSize(15);
    assertThat(oai.root()).isEqualTo("file:/data/oai_data/h5_files_whitened_3d/val.h5");
    assertThat(oai.layout()).isEqualTo("single-file");
    assertThat(oai.spacing()).isEqualTo(new Spacing(0.3125, 0.3125, 0.7));
    assertThat(oai.categories())
        .extracting(category -> category.channels())
        .containsExactly(List.of(0), List.of(1, 2), List.of(3), List.of(4, 5));
  }

  @Test
  void hippocampusScansAreFound() throws IOException {
    RealScans.assume("hippocampus");
    DatasetCatalog catalog = catalog(Optional.of(RealScans.root().toString()));

    assertThat(scans(catalog.dataset("hippocampus_train"))).hasSize(120);
    assertThat(scans(catalog.dataset("hippocampus_test_3d"))).hasSize(24);
    List<Scan> slices = scans(catalog.dataset("hippocampus_test_2d"));
    assertThat(slices).hasSize(6);
    assertThat(slices)
        .extracting(Scan::source)
        .allMatch(source -> source instanceof ScanSource.Slices s && s.masks());
  }

  private static List<Scan> scans(Dataset dataset) throws IOException {
    return Layouts.of(dataset.layout()).scans(dataset, FileSystem.getLocal(HADOOP));
  }
}
