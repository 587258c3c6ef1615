package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.InputException;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two thousand datasets that h5py wrote, of every number type, layout, filter and chunk index: what
 * is read equals what h5py reads, bit for bit, or is refused in words.
 */
class Hdf5MatrixIT {
  @TempDir static Path folder;
  private static List<Entry> entries;
  private static FloatBuffer floats;
  private static byte[] flags;

  /** What tools/make_hdf5_matrix.py says of a dataset. */
  record Entry(String file, String dataset, String expect, int[] shape, int offset) {
    int elements() {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
  }

  /** A way to the bytes of a file. */
  interface Opener {
    Hdf5File open(Path file) throws IOException;
  }

  @BeforeAll
  static void writeFiles() throws Exception {
    PythonTool.assumeH5py();
    PythonTool.run(PythonTool.tool("make_hdf5_matrix.py").toString(), folder.toString());
    entries =
        Arrays.asList(
            new ObjectMapper().readValue(folder.resolve("index.json").toFile(), Entry[].class));
    floats =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("floats.bin")))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    flags = Files.readAllBytes(folder.resolve("flags.bin"));
  }

  @Test
  void readsLocalFilesAsH5pyDoes() throws IOException {
    compare(file -> Hdf5File.open(new org.apache.hadoop.fs.Path(file.toUri()), configuration()));
  }

  @Test
  void readsByPositionAsH5pyDoes() throws IOException {
    compare(file -> Hdf5File.open(file.toString(), new BlockCache(new LocalSource(file))));
  }

  @Test
  void readsThroughShortReadsAsH5pyDoes() throws IOException {
    compare(
        file -> {
          byte[] bytes = Files.readAllBytes(file);
          FSDataInputStream stream = new FSDataInputStream(new ShortReads(bytes, 4096));
          return Hdf5File.open(
              file.toString(),
              new RemoteBlocks(new StreamSource(stream, bytes.length), BlockStore.Disk.create()));
        });
  }

  @Test
  void listsGroupsBesideBrokenLinks() throws IOException {
    for (String libver : List.of("earliest", "v110", "latest")) {
      Path path = folder.resolve("structure_" + libver + ".h5");
      try (Hdf5File file = Hdf5File.open(path.toString(), new LocalSource(path))) {
        assertThat(file.groups()).containsExactlyInAnyOrder("a group", "to group");
        assertThatThrownBy(() -> file.dataset("broken"))
            .hasMessageContaining("link broken leads nowhere: there is no /nowhere")
            .hasMessageContaining("/nowhere");
      }
    }
  }

  @Test
  void damagedFilesGiveDataOrWords() throws IOException {
    Random random = new Random(6);
    int refused = 0;
    for (int round = 0; round < 800; round++) {
      Entry entry = entries.get(random.nextInt(entries.size()));
      byte[] bytes = Files.readAllBytes(folder.resolve(entry.file()));
      for (int k = random.nextInt(6); k >= 0; k--) {
        bytes[random.nextInt(Math.min(bytes.length, 20_000))] = (byte) random.nextInt();
      }
      if (round % 4 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      try (Hdf5File file = Hdf5File.open(entry.file(), new MemorySource(bytes))) {
        file.dataset(entry.dataset()).readFloats();
      } catch (InputException e) {
        assertThat(e).hasMessageStartingWith("Cannot ").hasMessageContaining(entry.file());
        refused++;
      }
    }
    assertThat(refused).isBetween(250, 790);
  }

  private static Configuration configuration() {
    return new Configuration(false);
  }

  private static void compare(Opener opener) throws IOException {
    List<String> faults = new ArrayList<>();
    Map<String, List<Entry>> files =
        entries.stream()
            .collect(Collectors.groupingBy(Entry::file, TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<Entry>> inFile : files.entrySet()) {
      try (Hdf5File file = opener.open(folder.resolve(inFile.getKey()))) {
        for (Entry entry : inFile.getValue()) {
          String fault = compare(entry, file);
          if (fault != null) {
            faults.add(entry.file() + " " + entry.dataset() + ": " + fault);
          }
        }
      }
    }
    assertThat(entries).hasSizeGreaterThan(2000);
    assertThat(faults).isEmpty();
  }

  /** Null if all is right. */
  private static String compare(Entry entry, Hdf5File file) {
    try {
      Hdf5Dataset dataset = file.dataset(entry.dataset());
      if (entry.expect().equals("refuse")) {
        return "was not refused";
      }
      if (!Arrays.equals(dataset.shape().toArray(), entry.shape())) {
        return "shape " + dataset.shape();
      }
      String fault = compareFloats(entry, dataset.readFloats());
      if (fault == null && entry.shape().length == 3) {
        fault = compareVolume(entry, dataset.readVolume());
        fault = fault == null ? compareVolume(entry, bySlabs(dataset)) : fault;
      }
      if (fault == null && entry.shape().length == 4) {
        fault = compareMasks(entry, dataset.readMasks());
      }
      return fault;
    } catch (InputException e) {
      boolean allowed = !entry.expect().equals("read");
      boolean named = e.getMessage().startsWith("Cannot read dataset " + entry.dataset());
      return allowed && named ? null : e.getMessage();
    } catch (RuntimeException e) {
      return "threw " + e;
    }
  }

  private static String compareFloats(Entry entry, float[] actual) {
    if (actual.length != entry.elements()) {
      return actual.length + " elements";
    }
    for (int i = 0; i < actual.length; i++) {
      if (!same(actual[i], floats.get(entry.offset() + i))) {
        return "float " + i + " is " + actual[i] + ", not " + floats.get(entry.offset() + i);
      }
    }
    return null;
  }

  /** With memory for some of the planes: how many depends on the dataset. */
  private static Volume bySlabs(Hdf5Dataset dataset) {
    Shape shape = dataset.shape();
    long plane = Float.BYTES * (long) shape.get(0) * shape.get(1);
    int planes = 1 + Math.floorMod(dataset.path().hashCode(), Math.max(1, shape.get(2)));
    return Volume.of(shape, new DatasetSlabs(dataset, type -> type), planes * plane);
  }

  /** Plane by plane, since a volume that is read by slabs would read one for every voxel. */
  private static String compareVolume(Entry entry, Volume actual) {
    int[] shape = entry.shape();
    for (int d = 0; d < shape[2]; d++) {
      for (int h = 0; h < shape[0]; h++) {
        for (int w = 0; w < shape[1]; w++) {
          int at = entry.offset() + (h * shape[1] + w) * shape[2] + d;
          if (!same(actual.get(h, w, d), floats.get(at))) {
            return "voxel %d, %d, %d is %s".formatted(h, w, d, actual.get(h, w, d));
          }
        }
      }
    }
    return null;
  }

  private static String compareMasks(Entry entry, MaskVolume actual) {
    int[] shape = entry.shape();
    int at = entry.offset();
    for (int h = 0; h < shape[0]; h++) {
      for (int w = 0; w < shape[1]; w++) {
        for (int d = 0; d < shape[2]; d++) {
          for (int c = 0; c < shape[3]; c++, at++) {
            if (actual.get(h, w, d, c) != (flags[at] != 0)) {
              return "mask %d, %d, %d, %d is wrong".formatted(h, w, d, c);
            }
          }
        }
      }
    }
    return null;
  }

  // The same bits, so that -0 is not 0; but any NaN is as good as another.
  private static boolean same(float a, float b) {
    return Float.floatToIntBits(a) == Float.floatToIntBits(b);
  }
}
