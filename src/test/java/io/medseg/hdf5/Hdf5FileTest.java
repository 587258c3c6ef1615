package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5FileTest {
  private static final Shape SHAPE = Shape.of(20, 30, 8);

  @TempDir Path folder;
  private final Configuration configuration = new Configuration(false);

  @Test
  void readsWhatWasWritten() {
    float[] written = floats(SHAPE);
    Path path = write(written);

    try (Hdf5File file = open(path)) {
      assertThat(file.exists("volume")).isTrue();
      assertThat(file.exists("seg")).isFalse();
      assertThat(file.exists("volume/deeper")).isFalse();
      assertThat(file.groups()).containsExactly("group");
      assertThat(file.dataset("volume").shape()).isEqualTo(SHAPE);
      assertThat(file.dataset("/volume").readFloats()).isEqualTo(written);
      assertThat(file.dataset("group/bytes").readFloats()).containsExactly(0, 255, 7);
      assertThat(file.dataset("volume").readVolume().get(1, 2, 3))
          .isEqualTo(written[(30 + 2) * 8 + 3]);
    }
  }

  @Test
  void readsTheSameThroughShortReads() throws IOException {
    float[] written = floats(Shape.of(300, 300, 8));
    Path path = write(written, Shape.of(300, 300, 8));
    byte[] bytes = Files.readAllBytes(path);
    FSDataInputStream stream = new FSDataInputStream(new ShortReads(bytes, 1000));
    ByteSource source =
        new RemoteBlocks(
            new StreamSource(stream, bytes.length), new BlockStore.Memory(new byte[bytes.length]));

    try (Hdf5File file = Hdf5File.open("far/away.h5", source)) {
      assertThat(file.dataset("volume").readFloats()).isEqualTo(written);
    }
    try (Hdf5File file = open(path)) {
      assertThat(bytes.length).isGreaterThan((int) FileOpener.WHOLE_LOCAL);
      assertThat(file.dataset("volume").readFloats()).isEqualTo(written);
    }
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path text = Files.writeString(folder.resolve("text.h5"), "scan,dice\n".repeat(300));
    Path empty = Files.createFile(folder.resolve("empty.h5"));

    assertCannotOpen(folder.resolve("none.h5"), "it does not exist");
    assertCannotOpen(folder, "it is a folder");
    assertCannotOpen(text, "it is not HDF5, or damaged (No valid HDF5 signature found");
    assertCannotOpen(empty, "it is not HDF5, or damaged (No valid HDF5 signature found");
  }

  @Test
  void refusesFilesThatAreCutShort() throws IOException {
    byte[] whole = Files.readAllBytes(write(floats(SHAPE)));
    for (int length : new int[] {1, 20, 500, whole.length / 2, whole.length - 1}) {
      Path cut = Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, length));

      assertCannotOpen(cut, "");
    }
    assertCannotOpen(
        folder.resolve("cut.h5"),
        "it is cut short: %d of %d bytes are there".formatted(whole.length - 1, whole.length));
  }

  @Test
  void listsWhatIsThereWhenADatasetIsMissing() {
    Path path = write(floats(SHAPE));
    try (Hdf5File file = open(path)) {
      assertThatThrownBy(() -> file.dataset("seg"))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot read dataset seg of %s: there is no such dataset; there are: group, volume",
              path);
      assertThatThrownBy(() -> file.dataset("group"))
          .hasMessageContaining("it is a group, not a dataset; in it there are: bytes");
      assertThatThrownBy(() -> file.dataset("elsewhere/volume"))
          .hasMessageContaining("there is no group elsewhere");
      assertThatThrownBy(() -> file.dataset("volume").readMasks())
          .hasMessage(
              "Cannot read dataset volume of %s: its shape is 20x30x8; expected HxWxDxC", path);
      assertThatThrownBy(() -> file.dataset("group/bytes").readVolume())
          .hasMessageContaining("its shape is 3; expected HxWxD");
    }
  }

  @Test
  void failedOpensLeaveNoDescriptors() throws IOException {
    Path large = folder.resolve("large.h5");
    Files.write(large, new byte[(int) FileOpener.WHOLE_LOCAL + 1]);
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> open(large)).isInstanceOf(InputException.class);
    }

    assertThat(descriptors()).isLessThan(before + 25);
  }

  @Test
  void damagedFilesGiveDataOrWords() throws IOException {
    byte[] whole = Files.readAllBytes(write(floats(SHAPE)));
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 600; round++) {
      byte[] damaged = whole.clone();
      int header = 1200;
      for (int k = random.nextInt(4); k >= 0; k--) {
        damaged[random.nextInt(round % 2 == 0 ? header : whole.length)] = (byte) random.nextInt();
      }
      if (round % 5 == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(whole.length));
      }
      refused += readDamaged(damaged) ? 0 : 1;
    }
    assertThat(refused).isBetween(100, 590);
  }

  /** False if it was refused; anything but an InputException fails the test. */
  private static boolean readDamaged(byte[] bytes) {
    try (Hdf5File file = Hdf5File.open("damaged.h5", new MemorySource(bytes))) {
      Hdf5Dataset dataset = file.dataset("volume");
      long elements = dataset.shape().elements();
      if (elements < 1 << 20) {
        assertThat(dataset.readFloats()).hasSize((int) elements);
      }
      file.groups();
      return true;
    } catch (InputException e) {
      assertThat(e).hasMessageStartingWith("Cannot ").hasMessageContaining("damaged.h5");
      return false;
    }
  }

  private Path write(float[] floats) {
    return write(floats, SHAPE);
  }

  private Path write(float[] floats, Shape shape) {
    Path path = folder.resolve("written.h5");
    new Hdf5Writer()
        .floats("volume", shape, floats)
        .bytes("group/bytes", Shape.of(3), new byte[] {0, -1, 7})
        .write(new org.apache.hadoop.fs.Path(path.toString()), configuration);
    return path;
  }

  private static float[] floats(Shape shape) {
    Random random = new Random(1);
    float[] floats = new float[(int) shape.elements()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = random.nextFloat();
    }
    return floats;
  }

  private Hdf5File open(Path path) {
    return Hdf5File.open(new org.apache.hadoop.fs.Path(path.toString()), configuration);
  }

  private void assertCannotOpen(Path path, String reason) {
    assertThatThrownBy(() -> open(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot open HDF5 file " + path + ": " + reason);
  }

  private static long descriptors() throws IOException {
    Path own = Path.of("/proc/self/fd");
    if (!Files.isDirectory(own)) {
      return 0;
    }
    try (var open = Files.list(own)) {
      return open.count();
    }
  }
}
