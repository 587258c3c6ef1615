package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleFileLayoutTest {
  @TempDir java.nio.file.Path folder;
  private final Configuration configuration = new Configuration(false);

  @Test
  void takesEveryGroupWithAVolumeForAScan() throws IOException {
    Shape shape = Shape.of(2, 3, 4);
    write(
        new Hdf5Writer()
            .floats("0000002_V01/volume", shape, new float[24])
            .floats("phantom/volume", shape, new float[24])
            .floats("0000001_V00/volume", shape, new float[24])
            .bytes("0000001_V00/seg", shape.append(2), new byte[48])
            .floats("statistics/mean", Shape.of(1), new float[1])
            .floats("volume", shape, new float[24]));

    List<Scan> scans = scans();

    String root = file().toString();
    assertThat(scans)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("modified", "files")
        .containsExactly(
            new Scan(
                "0000001_V00",
                "0000001",
                new ScanSource.VolumeFile(root, "/0000001_V00/volume", root, "/0000001_V00/seg"),
                24 * 4 + 48,
                Map.of("scan_spacing", List.of(1, 1, 2))),
            new Scan(
                "0000002_V01",
                "0000002",
                new ScanSource.VolumeFile(root, "/0000002_V01/volume", null, null),
                24 * 4,
                Map.of()),
            new Scan(
                "phantom",
                null,
                new ScanSource.VolumeFile(root, "/phantom/volume", null, null),
                24 * 4,
                Map.of()));
  }

  @Test
  void groupsNamedAsScansAreMissedIfTheyHaveNoVolume() throws IOException {
    write(
        new Hdf5Writer()
            .floats("0000001_V00/image", Shape.of(2, 3, 4), new float[24])
            .floats("0000002_V00/volume", Shape.of(2, 3, 4), new float[24]));

    List<Scan> scans = scans();

    assertThat(scans).extracting(Scan::scanId).containsExactly("0000001_V00", "0000002_V00");
    try (Hdf5ScanReader reader = new Hdf5ScanReader(configuration)) {
      assertThatThrownBy(() -> reader.header(scans.get(0)))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("Cannot read scan 0000001_V00: ")
          .hasMessageContaining("there is no such dataset; there are: image");
    }
  }

  @Test
  void saysWhyThereIsNoScan() {
    assertThatThrownBy(this::scans)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot list dataset test: cannot open HDF5 file %s: it does not exist; a relative root in the catalog begins at --dataset-root, or at the catalog's folder where that is not given",
            file());

    write(new Hdf5Writer().floats("volume", Shape.of(1, 1, 1), new float[1]));
    assertThatThrownBy(this::scans)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot list dataset test: file %s has no group with a dataset volume, as in /0000001_V00/volume",
            file());
  }

  private List<Scan> scans() throws IOException {
    Map<String, Map<String, Object>> overrides =
        Map.of("0000001_V00", Map.of("scan_spacing", List.of(1, 1, 2)));
    Dataset dataset =
        new Dataset("test", file().toString(), "single-file", List.of(), null, "any", overrides);
    return new SingleFileLayout().scans(dataset, FileSystem.getLocal(configuration));
  }

  private void write(Hdf5Writer writer) {
    writer.write(file(), configuration);
  }

  private Path file() {
    return new Path(folder.resolve("all.h5").toString());
  }
}
