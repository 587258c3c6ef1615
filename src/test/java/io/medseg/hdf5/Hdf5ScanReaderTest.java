package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.MaskValues;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.nio.file.Files;
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

class Hdf5ScanReaderTest {
  private static final String ID = "0000001_V00";
  private static final String STEM = ID + "-Aug00";

  @TempDir java.nio.file.Path temporary;
  private final Configuration configuration = new Configuration(false);
  private final Hdf5ScanReader reader = new Hdf5ScanReader(configuration);
  private final Random random = new Random(9);
  private final Volume image = image(12, 70, 4);
  private final MaskVolume masks = masks(12, 70, 4, 3);
  private Path folder;

  @BeforeEach
  void makeFolder() {
    folder = new Path(temporary.toString());
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void readsVolumesAndSlicesThatWereWritten() {
    ScanFileWriter writer = new ScanFileWriter(configuration);
    writer.writeVolume(folder, ID, image, masks);
    writer.writeSlices(folder, ID, image, masks);

    for (ScanSource source : new ScanSource[] {volumeFile(), slices(true, 1, 2, 3, 4)}) {
      assertThat(reader.header(scan(source))).isEqualTo(new ScanHeader(Shape.of(12, 70, 4), 3));
      ScanData data = reader.read(scan(source));
      assertSame(data.image(), image);
      assertThat(data.masks()).isEqualTo(masks);
      assertThat(reader.numberTypes(scan(source))).isEqualTo(new NumberTypes("float32", "uint8"));
      assertThat(data.maskValues()).isEqualTo(MaskValues.BINARY);
    }
  }

  @Test
  void tellsMaskValuesThatAreNeitherZeroNorOne() {
    byte[] odd = {0, 1, 2, 3, 0, 1};
    new Hdf5Writer()
        .floats("volume", Shape.of(1, 2, 3), new float[6])
        .bytes("seg", Shape.of(1, 2, 3, 1), odd)
        .write(new Path(file()), configuration);
    Path slice = new Path(folder, STEM + "_001");
    new Hdf5Writer()
        .floats("data", Shape.of(1, 2), new float[2])
        .write(slice.suffix(".im"), configuration);
    new Hdf5Writer()
        .bytes("data", Shape.of(1, 2, 1), new byte[] {9, 1})
        .write(slice.suffix(".seg"), configuration);

    ScanData volume = reader.read(scan(volumeFile()));
    assertThat(volume.masks().count(0)).isEqualTo(4);
    assertThat(volume.maskValues().channels())
        .singleElement()
        .returns(0, MaskValues.Channel::number)
        .returns("dataset seg of " + new Path(file()), MaskValues.Channel::location)
        .returns(List.of(1.0, 2.0, 3.0), MaskValues.Channel::values)
        .returns(2L, MaskValues.Channel::voxels);
    ScanData slices = reader.read(scan(slices(true, 1)));
    assertThat(slices.masks().count(0)).isEqualTo(2);
    assertThat(slices.maskValues().channels())
        .singleElement()
        .returns("dataset data of " + slice.suffix(".seg"), MaskValues.Channel::location)
        .returns(List.of(1.0, 9.0), MaskValues.Channel::values);
  }

  @Test
  void readsScansWithoutMasks() {
    ScanFileWriter writer = new ScanFileWriter(configuration);
    writer.writeVolume(folder, ID, image, null);
    writer.writeSlices(folder, ID, image, null);
    ScanSource volume = new ScanSource.VolumeFile(file(), null, null, null);

    for (ScanSource source : new ScanSource[] {volume, slices(false, 1, 2, 3, 4)}) {
      assertThat(reader.header(scan(source)).maskChannels()).isZero();
      assertThat(reader.read(scan(source)).masks()).isNull();
    }
  }

  @Test
  void readsSlicesWithoutTheAxisOfLengthOne() {
    write("im", 1, new Hdf5Writer().floats("data", Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}));
    write("seg", 1, new Hdf5Writer().bytes("data", Shape.of(2, 3, 2), new byte[12]));

    ScanData data = reader.read(scan(slices(true, 1)));

    assertThat(data.image().shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(data.image().plane(0)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(data.masks()).isEqualTo(MaskVolume.empty(2, 3, 1, 2));
  }

  @Test
  void readsImageAndMasksFromSeparateFiles() {
    write("im", 1, new Hdf5Writer().floats("data", Shape.of(2, 1, 2), new float[] {1, 2, 3, 4}));
    write("seg", 1, new Hdf5Writer().bytes("data", Shape.of(2, 1, 2, 1), new byte[] {0, 9, 0, 0}));
    ScanSource.Slices names = slices(true, 1);

    ScanData data =
        reader.read(
            scan(new ScanSource.VolumeFile(names.imageFile(1), null, names.maskFile(1), null)));

    assertThat(data.image().plane(1)).containsExactly(2, 4);
    assertThat(data.masks().count(0)).isEqualTo(1);
    assertThat(data.masks().get(0, 0, 1, 0)).isTrue();
  }

  @Test
  void readsAllContrastsOfAScan() {
    Volume[] images = {image, image(12, 70, 4), image(12, 70, 4)};
    writeContrasts(images[0], images[1], images[2]);
    Scan scan = scan(contrasts());

    assertThat(reader.header(scan)).isEqualTo(new ScanHeader(Shape.of(12, 70, 4), 3, 2));
    assertThat(reader.imageBytes(reader.header(scan))).isEqualTo(3 * 4 * 12 * 70 * 4);
    ScanData data = reader.read(scan);
    assertThat(data.header()).isEqualTo(reader.header(scan));
    assertThat(data.masks()).isEqualTo(masks);
    assertSame(data.image(), images[0]);
    assertSame(data.contrasts().get(0), images[1]);
    assertSame(data.contrasts().get(1), images[2]);
    ScanData bare = reader.read(scan.withoutMasks());
    assertThat(bare.masks()).isNull();
    assertThat(bare.contrasts()).hasSize(2);
  }

  /** Planes of all of them are asked for in turns, as a loader that stacks them does. */
  @Test
  void readsContrastsBySlabsSideBySide() {
    Volume[] images = {image, image(12, 70, 4), image(12, 70, 4)};
    writeContrasts(images[0], images[1], images[2]);
    try (Hdf5ScanReader pieces = Hdf5ScanReader.ofPieces(configuration)) {
      ScanData data = pieces.read(scan(contrasts()));
      for (int d = 0; d < 4; d++) {
        assertThat(data.image().plane(d)).isEqualTo(images[0].plane(d));
        assertThat(data.contrasts().get(0).plane(d)).isEqualTo(images[1].plane(d));
        assertThat(data.contrasts().get(1).plane(d)).isEqualTo(images[2].plane(d));
      }
      pieces.read(scan(contrasts()));
      data.drop();
      assertThatThrownBy(() -> data.contrasts().get(1).plane(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The image of scan " + ID + " is read by slabs, and not after");
    }
  }

  @Test
  void namesTheContrastOfAnotherShape() {
    writeContrasts(image, image(12, 70, 4), image(12, 70, 3));
    assertThatThrownBy(() -> reader.read(scan(contrasts())))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read scan %s: image of %s is 12x70x4 but contrast 3 of %s/c2/%s.h5 is 12x70x3"
                .formatted(ID, file(), folder, ID));
  }

  private void writeContrasts(Volume... images) {
    ScanFileWriter writer = new ScanFileWriter(configuration);
    writer.writeVolume(folder, ID, images[0], masks);
    writer.writeVolume(new Path(folder, "c1"), ID, images[1], null);
    writer.writeVolume(new Path(folder, "c2"), ID, images[2], null);
  }

  private ScanSource contrasts() {
    String name = folder + "/c%d/" + ID + ".h5";
    return new ScanSource.Contrasts(
        volumeFile(),
        List.of(
            new ScanSource.VolumeFile(name.formatted(1), null, null, null),
            new ScanSource.VolumeFile(name.formatted(2), null, null, null)));
  }

  @Test
  void keepsASingleFileOpenBetweenItsScans() throws Exception {
    Hdf5Writer writer = new Hdf5Writer();
    ScanFileWriter.add(writer, "1_V00", image, masks);
    ScanFileWriter.add(writer, "2_V00", image, masks);
    writer.write(new Path(file()), configuration);
    CountingFileSystem.OPENED.clear();

    try (Hdf5ScanReader counting = new Hdf5ScanReader(CountingFileSystem.configuration())) {
      assertSame(counting.read(scan(grouped("1_V00"))).image(), image);
      assertThat(counting.read(scan(grouped("2_V00"))).masks()).isEqualTo(masks);
      assertThatThrownBy(() -> counting.read(scan(grouped("3_V00"))))
          .hasMessage(
              "Cannot read scan %s: cannot read dataset /3_V00/volume of %s: there is no such dataset; there is no group /3_V00",
              ID, file());
      assertThat(CountingFileSystem.OPENED).containsExactly(Map.entry(ID + ".h5", 1));

      Volume other = image(12, 70, 4);
      Hdf5Writer again = new Hdf5Writer();
      ScanFileWriter.add(again, "1_V00", other, masks);
      again.write(new Path(file()), configuration);
      assertSame(counting.read(scan(grouped("1_V00"))).image(), other);
      assertThat(CountingFileSystem.OPENED).containsExactly(Map.entry(ID + ".h5", 2));
    }
  }

  @Test
  void namesMissingSlices() {
    assertCannotRead(
        slices(true, 1, 2, 4), "slice 3 of 4 is missing (" + folder + "/" + STEM + "_003.im)");
    assertCannotRead(
        slices(true, IntStream.of(9, 10).toArray()),
        "slices 1, 2, 3, 4, 5 and 3 more of 10 are missing (" + folder + "/" + STEM + "_001.im)");
    assertCannotRead(slices(true), "there is no slice (" + folder + "/" + STEM + "_*.im)");
    assertCannotRead(slices(true, 0, 1), "slice id 0 is there; slice ids start at 1");
  }

  @Test
  void comparesWithTheStatedNumberOfSlices() {
    Map<String, Object> three = Map.of("scan_num_slices", 3);

    assertThatThrownBy(() -> reader.header(new Scan(ID, "1", slices(true, 1, 2), 0, three)))
        .hasMessageContaining("slice 3 of 3 is missing");
    assertThatThrownBy(() -> reader.header(new Scan(ID, "1", slices(true, 1, 2, 3, 4), 0, three)))
        .hasMessageContaining("slice 4 is there but scan_num_slices is 3");
  }

  @Test
  void namesTheSliceThatDiffers() {
    new ScanFileWriter(configuration).writeSlices(folder, ID, image, masks);
    write("im", 3, new Hdf5Writer().floats("data", Shape.of(2, 3), new float[6]));
    String stem = folder + "/" + STEM;

    assertCannotRead(
        slices(true, 1, 2, 3, 4),
        "slice %s_003.im is 2x3 but %s_001.im is 12x70; expected the same shape"
            .formatted(stem, stem));

    new ScanFileWriter(configuration).writeSlices(folder, ID, image, masks);
    write("seg", 2, new Hdf5Writer().bytes("data", Shape.of(12, 70, 2), new byte[1680]));
    assertCannotRead(
        slices(true, 1, 2, 3, 4),
        "slice %s_002.seg is 12x70x2 but %s_001.seg is 12x70x3; expected the same shape"
            .formatted(stem, stem));

    write("seg", 1, new Hdf5Writer().bytes("data", Shape.of(12, 7, 1, 2), new byte[168]));
    assertCannotRead(
        slices(true, 1, 2, 3, 4),
        "image %s_001.im is 12x70 but mask %s_001.seg is 12x7x2".formatted(stem, stem));
    assertThatThrownBy(() -> reader.header(scan(slices(true, 1, 2, 3, 4))))
        .hasMessageContaining("image %s_001.im is 12x70 but mask".formatted(stem));
  }

  @Test
  void namesTheSliceThatCannotBeRead() throws Exception {
    new ScanFileWriter(configuration).writeSlices(folder, ID, image, masks);
    Files.delete(temporary.resolve(STEM + "_003.seg"));
    assertCannotRead(
        slices(true, 1, 2, 3, 4),
        "cannot open HDF5 file " + folder + "/" + STEM + "_003.seg: it does not exist");

    write("im", 2, new Hdf5Writer().floats("pixels", Shape.of(2, 3), new float[6]));
    assertCannotRead(
        slices(true, 1, 2, 3, 4),
        "cannot read dataset data of %s/%s_002.im: there is no such dataset; there are: pixels"
            .formatted(folder, STEM));

    write("im", 1, new Hdf5Writer().floats("data", Shape.of(2, 3, 4), new float[24]));
    assertCannotRead(
        slices(true, 1, 2, 3, 4),
        "image data of %s/%s_001.im is 2x3x4; expected HxW or HxWx1".formatted(folder, STEM));
  }

  @Test
  void comparesImageAndMasks() {
    writeVolumeFile(Shape.of(20, 24, 6), Shape.of(20, 24, 5, 6));
    assertCannotRead(
        volumeFile(),
        "image volume of %s is 20x24x6 but mask seg of %s is 20x24x5x6".formatted(file(), file()));

    writeVolumeFile(Shape.of(4, 3, 2), Shape.of(4, 3, 2));
    assertCannotRead(
        volumeFile(),
        "mask seg of %s is 4x3x2; expected HxWxDxC, with a last axis of classes".formatted(file()));

    writeVolumeFile(Shape.of(4, 3), Shape.of(4, 3, 2, 1));
    assertCannotRead(volumeFile(), "image volume of %s is 4x3; expected HxWxD".formatted(file()));
  }

  @Test
  void listsTheDatasetsWhereNoneFits() {
    new Hdf5Writer()
        .floats("rms", Shape.of(2, 2, 2), new float[8])
        .floats("echo1", Shape.of(1), new float[1])
        .write(new Path(file()), configuration);

    assertCannotRead(
        volumeFile(),
        "cannot read dataset volume or data of %s: there is no such dataset; there are: echo1, rms"
            .formatted(file()));
    assertThat(reader.header(scan(new ScanSource.VolumeFile(file(), "rms", null, null))).image())
        .isEqualTo(Shape.of(2, 2, 2));
  }

  private void assertCannotRead(ScanSource source, String reason) {
    assertThatThrownBy(
            () -> {
              try (Hdf5ScanReader fresh = new Hdf5ScanReader(configuration)) {
                fresh.read(scan(source));
              }
            })
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot read scan " + ID + ": " + reason);
  }

  private void writeVolumeFile(Shape imageShape, Shape maskShape) {
    new Hdf5Writer()
        .floats("volume", imageShape, new float[(int) imageShape.elements()])
        .bytes("seg", maskShape, new byte[(int) maskShape.elements()])
        .write(new Path(file()), configuration);
  }

  private void write(String ending, int slice, Hdf5Writer writer) {
    writer.write(new Path(folder, "%s_%03d.%s".formatted(STEM, slice, ending)), configuration);
  }

  private String file() {
    return folder + "/" + ID + ".h5";
  }

  private ScanSource volumeFile() {
    return new ScanSource.VolumeFile(file(), null, file(), null);
  }

  private ScanSource grouped(String group) {
    return new ScanSource.VolumeFile(file(), "/" + group + "/volume", file(), "/" + group + "/seg");
  }

  private ScanSource.Slices slices(boolean withMasks, int... ids) {
    return new ScanSource.Slices(folder.toString(), STEM, ids, withMasks);
  }

  private static Scan scan(ScanSource source) {
    return new Scan(ID, "0000001", source, 0, Map.of());
  }

  private Volume image(int height, int width, int depth) {
    Volume volume = Volume.zeros(height, width, depth);
    for (int d = 0; d < depth; d++) {
      for (int i = 0; i < height * width; i++) {
        volume.plane(d)[i] = random.nextFloat();
      }
    }
    return volume;
  }

  private MaskVolume masks(int height, int width, int depth, int classes) {
    MaskVolume volume = MaskVolume.empty(height, width, depth, classes);
    for (int i = 0; i < 500; i++) {
      volume.set(
          random.nextInt(height),
          random.nextInt(width),
          random.nextInt(depth),
          random.nextInt(classes));
    }
    return volume;
  }

  private static void assertSame(Volume actual, Volume expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    for (int d = 0; d < expected.shape().get(2); d++) {
      assertThat(actual.plane(d)).isEqualTo(expected.plane(d));
    }
  }
}
