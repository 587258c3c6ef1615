package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same three scans, recorded in every layout, give the same voxels. */
class GoldenScansTest {
  private static final String SCAN = "1000001_V00";

  private final Configuration configuration = new Configuration(false);
  private Path inputs;

  @BeforeEach
  void findInputs() {
    inputs = Path.of(System.getProperty("golden.dir", "golden"), "inputs");
    assumeTrue(Files.isDirectory(inputs), "recorded inputs are not at " + inputs);
  }

  @Test
  void readsSlicesAndVolumesAlike() {
    for (String id : List.of(SCAN, "1000001_V01", "1000002_V00")) {
      ScanData volumes =
          read(id, new ScanSource.VolumeFile(file("3d", id), null, file("3d", id), null));
      ScanData slices =
          read(
              id,
              new ScanSource.Slices(
                  inputs + "/2d", id + "-Aug00", new int[] {1, 2, 3, 4, 5, 6}, true));

      assertThat(volumes.image().shape()).isEqualTo(Shape.of(20, 24, 6));
      assertThat(volumes.masks().classes()).isEqualTo(6);
      assertSame(slices, volumes);
    }
  }

  @Test
  void countsTheRecordedMaskVoxels() {
    ScanData scan =
        read(SCAN, new ScanSource.VolumeFile(file("3d", SCAN), null, file("3d", SCAN), null));

    long[] counts = new long[6];
    for (int c = 0; c < 6; c++) {
      counts[c] = scan.masks().count(c);
    }
    assertThat(counts).containsExactly(321, 159, 136, 219, 151, 64);
  }

  @Test
  void findsTheScansOfASingleFile() throws Exception {
    String root = inputs + "/single/all.h5";
    Dataset dataset = new Dataset("single", root, "single-file", List.of(), null, "sem", Map.of());

    List<Scan> scans = new SingleFileLayout().scans(dataset, FileSystem.getLocal(configuration));

    assertThat(scans).extracting(Scan::scanId).containsExactly(SCAN, "1000001_V01", "1000002_V00");
    assertThat(scans).extracting(Scan::subjectId).containsExactly("1000001", "1000001", "1000002");
    assertThat(scans.get(0).bytes()).isEqualTo(20L * 24 * 6 * (4 + 6));
    try (Hdf5ScanReader reader = new Hdf5ScanReader(configuration)) {
      for (Scan scan : scans) {
        String file = file("3d", scan.scanId());
        assertThat(reader.header(scan)).isEqualTo(new ScanHeader(Shape.of(20, 24, 6), 6));
        assertSame(
            reader.read(scan),
            read(scan.scanId(), new ScanSource.VolumeFile(file, null, file, null)));
      }
    }
  }

  private ScanData read(String id, ScanSource source) {
    Scan scan = new Scan(id, null, source, 0, Map.of());
    try (Hdf5ScanReader reader = new Hdf5ScanReader(configuration)) {
      ScanData data = reader.read(scan);
      assertThat(reader.header(scan).image()).isEqualTo(data.image().shape());
      assertThat(reader.header(scan).maskChannels()).isEqualTo(data.masks().classes());
      return data;
    }
  }

  private String file(String folder, String id) {
    return inputs + "/" + folder + "/" + id + ".h5";
  }

  private static void assertSame(ScanData actual, ScanData expected) {
    assertThat(actual.image().shape()).isEqualTo(expected.image().shape());
    for (int d = 0; d < expected.image().shape().get(2); d++) {
      assertThat(actual.image().plane(d)).isEqualTo(expected.image().plane(d));
    }
    assertThat(actual.masks()).isEqualTo(expected.masks());
  }
}
