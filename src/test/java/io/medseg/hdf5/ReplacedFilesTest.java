package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that a scan is what was listed or is not read: a file that another shape or other voxels
 * replaced before or while it is read is refused by name, with what it was and what it is.
 */
class ReplacedFilesTest {
  private static final String ID = "0000001_V00";

  @TempDir Path folder;
  private final Configuration hadoop = hadoop();
  private final ScanFileWriter writer = new ScanFileWriter(hadoop);
  private final Volume listed = filled(8, 1);

  private static Configuration hadoop() {
    Configuration configuration = new Configuration(false);
    configuration.set(MomentsFileSystem.SETTING, MomentsFileSystem.class.getName());
    return configuration;
  }

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectory(folder.resolve("now"));
    Files.createDirectory(folder.resolve("later"));
  }

  private static Volume filled(int depth, float value) {
    Volume image = Volume.zeros(6, 5, depth);
    for (int d = 0; d < depth; d++) {
      java.util.Arrays.fill(image.plane(d), value + d);
    }
    return image;
  }

  private static MaskVolume masks(Volume image) {
    Shape shape = image.shape();
    return MaskVolume.empty(shape.get(0), shape.get(1), shape.get(2), 2);
  }

  private org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri().toString());
  }

  private Scan list(String layout, String root) throws IOException {
    return listAt(layout, folder.resolve(root).toString());
  }

  private Scan listAt(String layout, String root) throws IOException {
    Dataset dataset = new Dataset("d", root, layout, List.of(), null, "SemSegEvaluator", Map.of());
    FileSystem files = new org.apache.hadoop.fs.Path(root).getFileSystem(hadoop);
    return Layouts.of(layout).scans(dataset, files).get(0);
  }

  /** An hour later, so that the time differs even if the size does not. */
  private void replace(String name) {
    try {
      Path other = folder.resolve("later").resolve(name);
      Files.setLastModifiedTime(other, FileTime.fromMillis(System.currentTimeMillis() + 3_600_000));
      Files.move(other, folder.resolve("now").resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertRefused(Configuration configuration, Scan scan, String file) {
    String path = folder.resolve("now").resolve(file).toString();
    try (Hdf5ScanReader reader = new Hdf5ScanReader(configuration)) {
      assertThatThrownBy(() -> reader.read(scan))
          .isInstanceOf(InputException.class)
          .hasMessageMatching(
              "Cannot read scan %s: (file:)?%s was replaced or written to: it was [0-9]+ bytes of [-0-9T:.]+Z and is [0-9]+ bytes of [-0-9T:.]+Z now; change no data while a run reads it, and run again"
                  .formatted(ID, path));
    }
  }

  @Test
  void volumesOfAnotherShapeOrOtherVoxels() throws IOException {
    for (Volume other : List.of(filled(3, 1), filled(8, 9))) {
      writer.writeVolume(hadoop("now"), ID, listed, masks(listed));
      writer.writeVolume(hadoop("later"), ID, other, masks(other));
      Scan scan = list("volumes", "now");
      try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
        assertThat(reader.read(scan).image().plane(2)[0]).isEqualTo(3);
        replace(ID + ".h5");
        assertThatThrownBy(() -> reader.read(scan)).hasMessageContaining(" was replaced or ");
      }
      assertRefused(hadoop, scan, ID + ".h5");
    }
  }

  @Test
  void oneSliceOfMany() throws IOException {
    Volume other = filled(8, 9);
    for (String file : List.of("-Aug00_005.im", "-Aug00_008.seg", "-Aug00_001.im")) {
      writer.writeSlices(hadoop("now"), ID, listed, masks(listed));
      writer.writeSlices(hadoop("later"), ID, other, masks(other));
      Scan scan = list("slices", "now");
      replace(ID + file);
      assertRefused(hadoop, scan, ID + file);
      if (file.endsWith(".seg")) {
        try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
          assertThat(reader.read(scan.withoutMasks()).image().plane(7)[0]).isEqualTo(8);
        }
      }
    }
  }

  @Test
  void masksInAFileOfTheirOwn() throws IOException {
    int[] depths = {8, 4};
    for (String place : List.of("later", "now")) {
      int depth = depths[place.equals("now") ? 0 : 1];
      Shape shape = Shape.of(6, 5, depth);
      new Hdf5Writer()
          .floats("data", shape, new float[(int) shape.elements()])
          .write(hadoop(place + "/" + ID + ".im.h5"), hadoop);
      new Hdf5Writer()
          .bytes("data", shape.append(1), new byte[(int) shape.elements()])
          .write(hadoop(place + "/" + ID + ".seg.h5"), hadoop);
    }
    Scan scan = list("volumes", "now");
    replace(ID + ".seg.h5");
    assertRefused(hadoop, scan, ID + ".seg.h5");
  }

  @Test
  void groupsOfASingleFile() throws IOException {
    Hdf5Writer now = new Hdf5Writer();
    ScanFileWriter.add(now, ID, listed, masks(listed));
    now.write(hadoop("now/all.h5"), hadoop);
    Volume other = filled(8, 9);
    Hdf5Writer later = new Hdf5Writer();
    ScanFileWriter.add(later, ID, other, masks(other));
    later.write(hadoop("later/all.h5"), hadoop);
    Scan scan = list("single-file", "now/all.h5");
    replace("all.h5");
    assertRefused(hadoop, scan, "all.h5");
  }

  /** Planes that are read while the image is used; the first ones were read before. */
  @Test
  void anImageThatIsReadBySlabs() throws IOException {
    Configuration slabs = new Configuration(false);
    slabs.set(Hdf5ScanReader.WHOLE_MAX_BYTES, "240");
    Volume other = filled(8, 9);
    writer.writeVolume(hadoop("now"), ID, listed, null);
    writer.writeVolume(hadoop("later"), ID, other, null);
    Scan listing = list("volumes", "now").withoutMasks();
    Scan unlisted = new Scan(ID, null, listing.source(), listing.bytes(), listing.overrides());
    for (Scan scan : List.of(listing, unlisted)) {
      writer.writeVolume(hadoop("later"), ID, other, null);
      try (Hdf5ScanReader reader = new Hdf5ScanReader(slabs)) {
        Scan read = scan == unlisted ? scan : list("volumes", "now").withoutMasks();
        Volume image = reader.read(read).image();
        assertThat(image.plane(0)[0]).isIn(1f, 9f);
        replace(ID + ".h5");
        assertThatThrownBy(() -> image.plane(7))
            .isInstanceOf(InputException.class)
            .hasMessageStartingWith("Cannot read scan " + ID + ": ")
            .hasMessageContaining(" was replaced or written to: it was ");
      }
    }
  }

  /** Whenever a file is replaced, a scan is what was listed, or it is not read. */
  @Test
  void atAnyMomentOfReading() throws IOException {
    Random random = new Random(10);
    int refused = 0;
    int read = 0;
    for (int round = 0; round < 40; round++) {
      Volume other = random.nextBoolean() ? filled(8, 9) : filled(3, 9);
      boolean slices = round % 2 == 1;
      String replaced = slices ? ID + "-Aug00_003.im" : ID + ".h5";
      for (Map.Entry<String, Volume> place : Map.of("now", listed, "later", other).entrySet()) {
        if (slices) {
          writer.writeSlices(hadoop(place.getKey()), ID, place.getValue(), null);
        } else {
          writer.writeVolume(hadoop(place.getKey()), ID, place.getValue(), null);
        }
      }
      MomentsFileSystem.at(-1, () -> {});
      Scan scan =
          listAt(slices ? "slices" : "volumes", "moments:" + folder.resolve("now")).withoutMasks();
      MomentsFileSystem.at(random.nextInt(slices ? 60 : 8), () -> replace(replaced));
      try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
        ScanData data = reader.read(scan);
        for (int d = 0; d < 8; d++) {
          assertThat(data.image().plane(d)).containsOnly(1 + d);
        }
        read++;
      } catch (InputException e) {
        assertThat(e).hasMessageContaining(replaced + " was replaced or written to: it was ");
        refused++;
      }
      for (Path file : Files.list(folder.resolve("now")).toList()) {
        Files.delete(file);
      }
    }
    assertThat(refused).isGreaterThan(10);
    assertThat(read).isPositive();
  }
}
