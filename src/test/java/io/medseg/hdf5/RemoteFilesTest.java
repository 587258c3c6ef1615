package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a file system that is not the local one. */
class RemoteFilesTest {
  @TempDir java.nio.file.Path folder;
  private final Configuration configuration = FarFileSystem.configuration();

  @Test
  void writesAndReads() throws IOException {
    Path path = path("new/scan.h5");
    float[] floats = {1, 2, 3, 4, 5, 6};

    for (int round = 0; round < 2; round++) {
      floats[0]++;
      new Hdf5Writer().floats("volume", Shape.of(1, 2, 3), floats).write(path, configuration);
    }

    try (Hdf5File file = Hdf5File.open(path, configuration)) {
      assertThat(file.dataset("volume").readFloats()).containsExactly(3, 2, 3, 4, 5, 6);
    }
    assertThat(names("new")).containsExactly("scan.h5");
  }

  @Test
  void leavesNothingWhereASourceFails() throws IOException {
    Hdf5Writer writer =
        new Hdf5Writer()
            .bytes(
                "seg",
                Shape.of(2, 3),
                (first, count, target) -> {
                  throw new IllegalStateException("no more voxels");
                });
    Files.createDirectory(folder.resolve("new"));

    for (Configuration place : List.of(configuration, new Configuration(false))) {
      assertThatThrownBy(() -> writer.write(path("new/scan.h5"), place))
          .isInstanceOf(InputException.class)
          .hasMessage("Cannot write HDF5 file " + path("new/scan.h5") + ": no more voxels");
      assertThat(names("new")).isEmpty();
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Hdf5File.open(path("none.h5"), configuration))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot open HDF5 file " + path("none.h5") + ": it does not exist");
    assertThatThrownBy(() -> Hdf5File.open(path(""), configuration))
        .hasMessageEndingWith(": it is a folder");
    assertThatThrownBy(() -> Hdf5File.open(new Path("nowhere://host/x.h5"), configuration))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "Cannot open HDF5 file nowhere://host/x.h5: No FileSystem for scheme");
  }

  @Test
  void refusesWhatCannotBeWritten() {
    Hdf5Writer writer = new Hdf5Writer().bytes("a/seg", Shape.of(1), new byte[1]);

    assertThatThrownBy(() -> writer.bytes("/a/seg", Shape.of(1), new byte[1]))
        .hasMessage("Invalid dataset path: /a/seg is there already");
    assertThatThrownBy(() -> writer.bytes("b//c", Shape.of(1), new byte[1]))
        .hasMessage("Invalid dataset path: b//c");
    assertThatThrownBy(() -> writer.bytes("b", Shape.of(2, 0), new byte[0]))
        .hasMessage("Invalid shape 2x0 of dataset b: it has no elements");
    assertThatThrownBy(() -> writer.floats("b", Shape.of(2), new float[3]))
        .hasMessage("Invalid data of dataset b: 3 elements for 2");
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }

  private List<String> names(String subfolder) throws IOException {
    try (var files = Files.list(folder.resolve(subfolder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
