package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanCollection;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanReader;
import io.medseg.phantom.Phantom;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5DatasetsTest {
  private static final String CATALOG =
      """
      datasets:
        - {name: volumes, root: volumes, layout: volumes}
        - {name: slices, root: slices, layout: slices}
        - {name: again, root: volumes, layout: volumes}
        - {name: missing, root: missing, layout: volumes}
      """;

  @TempDir java.nio.file.Path temporary;
  private final Configuration hadoop = new Configuration(false);
  private DatasetCatalog catalog;

  @BeforeEach
  void write() throws IOException {
    ScanFileWriter writer = new ScanFileWriter(hadoop);
    for (int subject : new int[] {1, 2}) {
      writer.writeVolume(folder("volumes"), id(subject), scan(subject).image(), null);
    }
    writer.writeSlices(folder("slices"), id(3), scan(3).image(), scan(3).masks());
    java.nio.file.Path file = temporary.resolve("datasets.yaml");
    Files.writeString(file, CATALOG);
    catalog = DatasetCatalog.read(file.toString(), Optional.empty(), hadoop);
  }

  private Path folder(String name) throws IOException {
    return new Path(Files.createDirectories(temporary.resolve(name)).toString());
  }

  private static String id(int subject) {
    return "000000%d_V00".formatted(subject);
  }

  private static Phantom scan(int subject) {
    return Phantom.draw(subject, 12, 14, 6);
  }

  private ScanCollection collection(String... names) {
    return Hdf5Datasets.of(catalog, List.of(names), "", hadoop);
  }

  @Test
  void listsScansInTheOrderOfTheNames() {
    assertThat(collection("slices", "volumes").scans())
        .extracting(Scan::scanId)
        .containsExactly(id(3), id(1), id(2));
    assertThat(collection("volumes", "slices").datasetsByScan().get(id(3)).name())
        .isEqualTo("slices");
    assertThat(collection().scans()).isEmpty();
  }

  @Test
  void refusesWhatCannotBeTakenTogether() {
    assertThatThrownBy(() -> collection("volumes", "again"))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot take datasets volumes and again together: scan 0000001_V00 is in both");
    assertThatThrownBy(() -> collection("volumes", "volume"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot find dataset volume in ");
    assertThatThrownBy(() -> collection("missing")).isInstanceOf(InputException.class);
  }

  @Test
  void aFileOfAnImageAloneIsAScanWithoutMasks() {
    ScanCollection collection = collection("volumes", "slices");
    try (ScanReader reader = collection.readers().get()) {
      assertThat(collection.scans().stream().map(scan -> reader.header(scan).maskChannels()))
          .containsExactly(0, 0, 4);
      assertThat(reader.read(collection.scans().get(0)).masks()).isNull();
    }
  }

  /** The image of such a file may be called as masks are in a file of their own. */
  @Test
  void anImageIsNotTakenForItsMasks() throws IOException {
    Phantom phantom = scan(4);
    new Hdf5Writer()
        .floats("data", phantom.image().shape(), new float[12 * 14 * 6])
        .write(new Path(folder("volumes"), id(4) + ".h5"), hadoop);
    ScanCollection collection = collection("volumes");
    try (ScanReader reader = collection.readers().get()) {
      assertThat(reader.read(collection.scans().get(2)).masks()).isNull();
    }
  }

  /** However little memory an image may take elsewhere. */
  @Test
  void readsImagesThatOutliveTheirReader() {
    hadoop.set(Hdf5ScanReader.WHOLE_MAX_BYTES, "1");
    ScanCollection collection = collection("volumes", "slices");
    List<ScanData> read = new ArrayList<>();
    try (ScanReader reader = collection.readers().get()) {
      collection.scans().forEach(scan -> read.add(reader.read(scan)));
    }
    for (int subject = 1; subject <= 3; subject++) {
      for (int d = 0; d < 6; d++) {
        assertThat(read.get(subject - 1).image().plane(d))
            .isEqualTo(scan(subject).image().plane(d));
      }
    }
    assertThat(read.get(2).masks()).isEqualTo(scan(3).masks());
  }
}
