package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scans whose images are larger than the setting allows are read by slabs, with the same result.
 */
class SlabScansTest {
  private static final int DEPTH = 24;
  private static final int PLANE_BYTES = 40 * 30 * Float.BYTES;

  /** As slices are named: that of the first is the scan's stem. */
  private static final String STEM = "1_V00-Aug00";

  @TempDir java.nio.file.Path temporary;
  private final Random random = new Random(31);
  private final Configuration small = CountingFileSystem.configuration();
  private final Volume image = image();
  private final MaskVolume masks = masks();
  private Path folder;
  private Hdf5ScanReader reader;

  @BeforeEach
  void write() {
    small.set(Hdf5ScanReader.WHOLE_MAX_BYTES, String.valueOf(8 * PLANE_BYTES));
    folder = new Path(temporary.toUri().toString());
    ScanFileWriter writer = new ScanFileWriter(new Configuration(false));
    writer.writeVolume(folder, "1_V00", image, masks);
    writer.writeVolume(folder, "2_V00", image, null);
    writer.writeSlices(folder, "1_V00", image, masks);
    Hdf5Writer single = new Hdf5Writer();
    ScanFileWriter.add(single, "1_V00", image, masks);
    ScanFileWriter.add(single, "2_V00", image, masks);
    single.write(new Path(folder, "all.h5"), new Configuration(false));
    reader = new Hdf5ScanReader(small);
    CountingFileSystem.OPENED.clear();
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void slabsEqualTheWhole() {
    for (Configuration place : List.of(small, local(8 * PLANE_BYTES), local(1))) {
      try (Hdf5ScanReader any = new Hdf5ScanReader(place)) {
        for (ScanSource source : List.of(volume("1_V00"), slices(), grouped("2_V00"))) {
          ScanData data = any.read(scan(source));
          assertThat(data.image().shape()).isEqualTo(image.shape());
          assertThat(data.masks()).isEqualTo(masks);
          for (int d = 0; d < DEPTH; d++) {
            assertThat(data.image().plane(d)).isEqualTo(image.plane(d));
          }
          for (int i = 0; i < 100; i++) {
            int d = random.nextInt(DEPTH);
            assertThat(data.image().plane(d)).isEqualTo(image.plane(d));
          }
        }
      }
    }
  }

  @Test
  void theSettingDecides() {
    long exactly = (long) DEPTH * PLANE_BYTES;
    for (ScanSource source : List.of(volume("1_V00"), slices())) {
      assertThat(isBySlabs(source, local(exactly))).isFalse();
      assertThat(isBySlabs(source, local(exactly - 1))).isTrue();
      assertThat(isBySlabs(source, new Configuration(false))).isFalse();
    }
    Configuration words = new Configuration(false);
    words.set(Hdf5ScanReader.WHOLE_MAX_BYTES, "100k");
    assertThat(isBySlabs(volume("1_V00"), words)).isTrue();
  }

  @Test
  void theSettingIsChecked() {
    for (String wrong : List.of("0", "-5", "much", "9999999999999999999999")) {
      Configuration configuration = new Configuration(false);
      configuration.set(Hdf5ScanReader.WHOLE_MAX_BYTES, wrong);
      assertThatThrownBy(() -> new Hdf5ScanReader(configuration))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Invalid medseg.volume.whole.max.bytes: %s; expected a number of bytes above 0, such as 268435456 or 256m",
              wrong);
    }
  }

  @Test
  void opensEveryFileOnce() {
    ScanData slices = reader.read(scan(slices()));
    IntStream.range(0, DEPTH).forEach(slices.image()::plane);
    assertThat(CountingFileSystem.OPENED).hasSize(2 * DEPTH);
    assertThat(CountingFileSystem.OPENED.values()).containsOnly(1);

    CountingFileSystem.OPENED.clear();
    for (String group : List.of("1_V00", "2_V00", "1_V00")) {
      Volume volume = reader.read(scan(grouped(group))).image();
      assertThat(volume.plane(DEPTH - 1)).isEqualTo(image.plane(DEPTH - 1));
    }
    assertThat(CountingFileSystem.OPENED).isEqualTo(Map.of("all.h5", 1));
  }

  @Test
  void lookingAtOtherScansLeavesTheImageOpen() {
    Volume volume = reader.read(scan(volume("1_V00"))).image();

    ScanHeader other = reader.header(scan(volume("2_V00")));

    assertThat(other.image()).isEqualTo(image.shape());
    assertThat(volume.plane(20)).isEqualTo(image.plane(20));
    assertThat(reader.read(scan(volume("2_V00"))).image().plane(3)).isEqualTo(image.plane(3));
    assertThat(CountingFileSystem.OPENED).isEqualTo(Map.of("1_V00.h5", 1, "2_V00.h5", 1));
  }

  @Test
  void anImageEndsWithTheNextScanOrTheReader() {
    for (ScanSource source : List.of(volume("1_V00"), slices(), grouped("1_V00"))) {
      Volume first = reader.read(scan(source)).image();
      assertThat(first.plane(2)).isEqualTo(image.plane(2));
      Volume second = reader.read(scan(grouped("2_V00"))).image();
      // Neither a plane that was not read yet nor one that was.
      assertEnded(first, 23, source);
      assertEnded(first, 2, source);
      assertThat(second.plane(2)).isEqualTo(image.plane(2));
    }
    Volume last = reader.read(scan(volume("1_V00"))).image();
    reader.close();
    assertEnded(last, 0, volume("1_V00"));
    reader.close();
  }

  @Test
  void aScanThatCannotBeReadEndsTheImageToo() {
    Volume volume = reader.read(scan(volume("1_V00"))).image();

    assertThatThrownBy(() -> reader.read(scan(volume("3_V00"))))
        .hasMessageContaining("3_V00.h5: it does not exist");

    assertEnded(volume, 0, volume("1_V00"));
    assertThat(reader.read(scan(volume("2_V00"))).image().plane(9)).isEqualTo(image.plane(9));
  }

  @Test
  void aSlabThatCannotBeReadIsNamed() throws IOException {
    // Large enough to be read on demand: smaller local files are fetched when they are opened.
    Path large = new Path(folder, "large.h5");
    Shape shape = Shape.of(128, 128, 64);
    new Hdf5Writer()
        .floats("volume", shape, new float[(int) shape.elements()])
        .write(large, new Configuration(false));
    for (Configuration place : List.of(small, local(PLANE_BYTES))) {
      try (Hdf5ScanReader any = new Hdf5ScanReader(place)) {
        Volume volume = any.read(scan(volume("large"))).image();
        cut(temporary.resolve("large.h5"), 3_000_000);

        assertThatThrownBy(() -> volume.plane(63))
            .isInstanceOf(InputException.class)
            .hasMessageStartingWith(
                "Cannot read scan 1_V00: %s was replaced or written to: it was ", large)
            .hasMessageContaining(" and is 3000000 bytes of ")
            .cause()
            .cause()
            .hasMessageStartingWith(
                "Cannot read dataset volume of %s: damaged, or not supported (", large);
      }
      new Hdf5Writer()
          .floats("volume", shape, new float[(int) shape.elements()])
          .write(large, new Configuration(false));
    }
  }

  @Test
  void aSliceThatCannotBeReadIsNamed() throws IOException {
    Volume volume = reader.read(scan(slices())).image();
    Files.delete(temporary.resolve(STEM + "_005.im"));
    new Hdf5Writer()
        .floats("data", Shape.of(2, 3), new float[6])
        .write(new Path(folder, STEM + "_007.im"), new Configuration(false));

    assertThat(volume.plane(3)).isEqualTo(image.plane(3));
    String prefix = "Cannot read scan 1_V00: ";
    assertThatThrownBy(() -> volume.plane(4))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            prefix + "%s/%s_005.im was replaced or written to: it was ", folder, STEM)
        .hasMessageContaining(" and is not there now; ")
        .hasRootCauseInstanceOf(java.io.FileNotFoundException.class);
    assertThatThrownBy(() -> volume.plane(6))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            prefix + "%s/%s_007.im was replaced or written to: it was ", folder, STEM)
        .cause()
        .cause()
        .hasMessage(
            "slice %s/%s_007.im is 2x3 but %s/%s_001.im is 40x30; expected the same shape",
            folder, STEM, folder, STEM);
    assertThat(volume.plane(7)).isEqualTo(image.plane(7));
  }

  private void assertEnded(Volume volume, int d, ScanSource source) {
    assertThatThrownBy(() -> volume.plane(d))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The image of scan 1_V00 is read by slabs, and not after another scan was read or the reader was closed (%s)",
            source.location());
  }

  /** Whether the image can no longer be used when its reader is closed. */
  private static boolean isBySlabs(ScanSource source, Configuration configuration) {
    Volume volume;
    try (Hdf5ScanReader reader = new Hdf5ScanReader(configuration)) {
      volume = reader.read(scan(source)).image();
    }
    try {
      volume.plane(DEPTH - 1);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static void cut(java.nio.file.Path file, long length) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  private static Configuration local(long bytes) {
    Configuration configuration = new Configuration(false);
    configuration.setLong(Hdf5ScanReader.WHOLE_MAX_BYTES, bytes);
    return configuration;
  }

  private ScanSource volume(String name) {
    String file = new Path(folder, name + ".h5").toString();
    boolean masked = name.equals("1_V00");
    return new ScanSource.VolumeFile(file, "volume", masked ? file : null, masked ? "seg" : null);
  }

  private ScanSource grouped(String group) {
    String file = new Path(folder, "all.h5").toString();
    return new ScanSource.VolumeFile(file, "/" + group + "/volume", file, "/" + group + "/seg");
  }

  private ScanSource slices() {
    int[] ids = IntStream.rangeClosed(1, DEPTH).toArray();
    return new ScanSource.Slices(folder.toString(), STEM, ids, true);
  }

  private static Scan scan(ScanSource source) {
    return new Scan("1_V00", "1", source, 0, Map.of());
  }

  private Volume image() {
    Volume volume = Volume.zeros(40, 30, DEPTH);
    for (int d = 0; d < DEPTH; d++) {
      for (int i = 0; i < 40 * 30; i++) {
        volume.plane(d)[i] = random.nextFloat();
      }
    }
    return volume;
  }

  private MaskVolume masks() {
    MaskVolume volume = MaskVolume.empty(40, 30, DEPTH, 2);
    for (int i = 0; i < 500; i++) {
      volume.set(random.nextInt(40), random.nextInt(30), random.nextInt(DEPTH), random.nextInt(2));
    }
    return volume;
  }
}
