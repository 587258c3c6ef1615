package io.medseg.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Category;
import io.medseg.ledger.WrittenFile;
import io.medseg.text.Sha256;
import io.medseg.volume.Affine;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Orientation;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import io.medseg.volume.Volume;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritersTest {
  private static final Shape SHAPE = Shape.of(3, 4, 5);
  private static final Affine RAS = Affine.of(Orientation.parse("RAS"), Spacing.UNIT);

  @TempDir private Path temporary;
  private final Configuration hadoop = new Configuration(false);

  private org.apache.hadoop.fs.Path run() {
    return new org.apache.hadoop.fs.Path(temporary.toString(), "run");
  }

  private Path file(String name) {
    return temporary.resolve("run").resolve(name);
  }

  private List<WrittenFile> write(String writers, Map<String, String> options, Segmentation scan)
      throws IOException {
    List<WrittenFile> written = new ArrayList<>();
    OutputFolder out = OutputFolder.ofScan(run(), scan.scanId(), hadoop);
    SegmentationWriters.parse(writers, WriterSettings.parse(options))
        .forEach(writer -> written.addAll(writer.write(scan, out)));
    for (WrittenFile one : written) {
      byte[] bytes = Files.readAllBytes(file(one.name()));
      assertThat(one.bytes()).isEqualTo(bytes.length);
      assertThat(one.sha256()).isEqualTo(Sha256.text(Sha256.digest().digest(bytes)));
    }
    return written;
  }

  /** Two classes that overlap in the voxel (1, 2, 3); (0, 3, 3) is of class 1 alone. */
  private static MaskVolume masks() {
    MaskVolume masks = MaskVolume.empty(3, 4, 5, 2);
    masks.set(1, 2, 3, 0);
    masks.set(1, 2, 3, 1);
    masks.set(0, 3, 3, 1);
    return masks;
  }

  private static Segmentation scan(String scanId, MaskVolume labels, MaskVolume truth) {
    List<Category> classes =
        List.of(
            new Category(List.of(0), "tibial, \"left\"", "t", List.of(200, 100, 0)),
            new Category(List.of(1), "femoral", "f/x", List.of()));
    return new Segmentation(
        scanId,
        "1",
        SHAPE,
        new Spacing(1, 2, 3),
        null,
        classes,
        Volume.zeros(3, 4, 5),
        labels,
        truth,
        null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "..",
        "../../etc/passwd",
        "a\"b",
        "it's",
        "<script>alert(1)</script>",
        "",
        ".x"
      })
  void hostileIdsAreRefused(String scanId) {
    assertThatThrownBy(() -> scan(scanId, masks(), null))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid scan id: \"" + scanId + "\": ");
  }

  @Test
  void anIdOf300CharactersIsRefused() {
    assertThatThrownBy(() -> scan("x".repeat(300), masks(), null))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid scan id: \""
                + "x".repeat(80)
                + "...\": it has 300 bytes, a file name needs 1 to 140");
  }

  @Test
  void theLongestIdIsWrittenInEveryFormat() throws IOException {
    Map<String, String> options = Map.of("probs", "none", "overlap", "separate", "slices", "all");

    assertThat(write("pred,nifti,png,regions", options, scan("x".repeat(140), masks(), null)))
        .hasSize(1 + 2 + 5 + 1);
  }

  @Test
  void partsMustBelongTogether() {
    assertThatThrownBy(() -> scan("1", MaskVolume.empty(3, 4, 5, 3), null))
        .hasMessage("Invalid labels of scan 1: 3x4x5x3 where 3x4x5x2 is expected");
    assertThatThrownBy(() -> scan("1", masks(), MaskVolume.empty(3, 4, 4, 2)))
        .hasMessage("Invalid truth of scan 1: 3x4x4x2 where 3x4x5x2 is expected");
  }

  @Test
  void theFirstClassWinsInALabelMap() throws IOException {
    List<WrittenFile> written = write("nifti", Map.of(), scan("1_V00", masks(), null));

    assertThat(written).extracting(WrittenFile::name).containsExactly("predictions/1_V00.nii.gz");
    ByteBuffer nifti = nifti("predictions/1_V00.nii.gz");
    byte[] voxels = voxels(nifti);
    byte[] expected = new byte[60];
    expected[1 + 3 * (2 + 4 * 3)] = 1;
    expected[3 * (3 + 4 * 3)] = 2;
    assertThat(voxels).isEqualTo(expected);
    assertThat(new float[] {nifti.getFloat(80), nifti.getFloat(84), nifti.getFloat(88)})
        .containsExactly(1, 2, 3);
    assertThat(text(nifti, 148, 80))
        .isEqualTo("medseg-spark labels; in overlaps the first wins; orientation unknown");
    assertThat(nifti.getShort(252)).isZero();
    assertThat(nifti.getShort(254)).isZero();
    assertThat(text(nifti, 360, nifti.getInt(352) - 8))
        .contains(
            "<Label Key=\"1\" Red=\"0.7843\" Green=\"0.3922\" Blue=\"0.0000\" Alpha=\"1\">tibial, \"left\"</Label>")
        .contains("<Label Key=\"2\" ");
  }

  @Test
  void aFileForEachClass() throws IOException {
    List<WrittenFile> written =
        write("nifti", Map.of("overlap", "separate"), scan("1_V00", masks(), null));

    assertThat(written)
        .extracting(WrittenFile::name)
        .containsExactly("predictions/1_V00_1-t.nii.gz", "predictions/1_V00_2-f_x.nii.gz");
    byte[] second = voxels(nifti("predictions/1_V00_2-f_x.nii.gz"));
    byte[] expected = new byte[60];
    expected[1 + 3 * (2 + 4 * 3)] = 2;
    expected[3 * (3 + 4 * 3)] = 2;
    assertThat(second).isEqualTo(expected);
  }

  @Test
  void moreClassesThanALabelMapHas() {
    Segmentation scan =
        new Segmentation(
            "1",
            null,
            Shape.of(1, 1, 1),
            Spacing.UNIT,
            RAS,
            TestScan.categories(256),
            Volume.zeros(1, 1, 1),
            MaskVolume.empty(1, 1, 1, 256),
            null,
            null);
    assertThatThrownBy(() -> write("nifti", Map.of(), scan))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot write NIfTI of scan 1: 256 classes; a label map has 255 at most");
  }

  @Test
  void equalScansGiveEqualBytes() throws IOException {
    try (TestScan scan = TestScan.random(5, temporary, RAS, Spacing.UNIT)) {
      Map<String, String> options = Map.of("probs", "half");
      List<WrittenFile> first = write("pred,nifti,png,regions", options, scan.segmentation());

      assertThat(first).hasSize(5);
      assertThat(write("pred,nifti,png,regions", options, scan.segmentation())).isEqualTo(first);
    }
    assertThat(file("predictions")).isNotEmptyDirectory();
    try (Stream<Path> all = Files.walk(temporary)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(5);
    }
  }

  @Test
  void aFullDiskIsOneErrorForEveryFormat() throws IOException {
    try (TestScan scan = TestScan.random(6, temporary, RAS, Spacing.UNIT)) {
      String id = scan.segmentation().scanId();
      OutputFolder full =
          OutputFolder.ofScan(
              FullFileSystem.path(temporary.resolve("run")), id, FullFileSystem.configuration());
      for (String name : List.of("pred", "nifti", "png")) {
        SegmentationWriter writer =
            SegmentationWriters.parse(name, WriterSettings.parse(Map.of("slices", "1"))).get(0);
        assertThatThrownBy(() -> writer.write(scan.segmentation(), full))
            .isInstanceOf(InputException.class)
            .hasMessageMatching(
                "Cannot write (predictions|previews)/"
                    + id
                    + "\\S* of scan "
                    + id
                    + " in full:.*: No space left on device");
      }
    }
    try (Stream<Path> all = Files.walk(temporary)) {
      assertThat(all.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void previewsShowClassesAndTruth() throws IOException {
    MaskVolume truth = MaskVolume.empty(3, 4, 5, 2);
    truth.set(2, 0, 3, 0);
    Segmentation scan = scan("1_V00", masks(), truth);
    float[] plane = scan.image().plane(3);
    plane[0] = 10;
    plane[5] = Float.NaN;

    assertThat(write("png", Map.of(), scan))
        .extracting(WrittenFile::name)
        .containsExactly("previews/1_V00.png");
    BufferedImage picture = ImageIO.read(file("previews/1_V00.png").toFile());
    // Columns are 2 mm wide, rows 1 mm high.
    assertThat(new int[] {picture.getHeight(), picture.getWidth()}).containsExactly(3, 8);
    assertThat(rgb(picture, 0, 0)).isEqualTo("ffffff");
    assertThat(rgb(picture, 1, 2)).isEqualTo("000000");
    assertThat(rgb(picture, 1, 4)).isEqualTo("783c00").isEqualTo(rgb(picture, 1, 5));
    assertThat(rgb(picture, 0, 6)).isEqualTo("346c8c");
    assertThat(rgb(picture, 2, 0)).isEqualTo("e4b280");
  }

  private static String rgb(BufferedImage picture, int row, int column) {
    return HexFormat.of().toHexDigits(picture.getRGB(column, row) & 0xffffff, 6);
  }

  @Test
  void previewsAcrossEveryAxis() throws IOException {
    Segmentation scan = scan("1_V00", masks(), null);
    scan.image().plane(3)[1 * 4 + 2] = 1;

    write("png", Map.of("axis", "H", "slices", "all"), scan);
    write("png", Map.of("axis", "W", "slices", "2"), scan);

    BufferedImage acrossH = ImageIO.read(file("previews/1_V00_h001.png").toFile());
    assertThat(new int[] {acrossH.getHeight(), acrossH.getWidth()}).containsExactly(8, 4);
    assertThat(rgb(acrossH, 5, 2)).isNotEqualTo("000000");
    BufferedImage acrossW = ImageIO.read(file("previews/1_V00_w003.png").toFile());
    assertThat(new int[] {acrossW.getHeight(), acrossW.getWidth()}).containsExactly(3, 15);
    assertThat(rgb(acrossW, 0, 10)).isNotEqualTo("000000");
    assertThat(file("previews/1_V00_w001.png")).exists();
  }

  @Test
  void regionsOfAScanAndOfARun() throws IOException {
    write("regions", Map.of(), scan("2_V00", masks(), null));
    write("regions", Map.of(), scan("1_V00", MaskVolume.empty(3, 4, 5, 2), null));

    WrittenFile merged = RegionsCsv.merge(run(), List.of("1_V00", "2_V00"), hadoop);

    assertThat(merged.name()).isEqualTo("regions.csv");
    assertThat(Files.readAllLines(file("regions.csv")))
        .containsExactly(
            "scan_id,subject_id,category,voxels,volume_ml,components,"
                + "centroid_h,centroid_w,centroid_d,centroid_h_mm,centroid_w_mm,centroid_d_mm,"
                + "box_from_h,box_from_w,box_from_d,box_from_h_mm,box_from_w_mm,box_from_d_mm,"
                + "box_to_h,box_to_w,box_to_d,box_to_h_mm,box_to_w_mm,box_to_d_mm",
            "1_V00,1,\"tibial, \"\"left\"\"\",0,0.0,0" + ",".repeat(18),
            "1_V00,1,femoral,0,0.0,0" + ",".repeat(18),
            "2_V00,1,\"tibial, \"\"left\"\"\",1,0.006,1,1.0,2.0,3.0,1.0,4.0,9.0,"
                + "1,2,3,0.5,3.0,7.5,2,3,4,1.5,5.0,10.5",
            "2_V00,1,femoral,2,0.012,1,0.5,2.5,3.0,0.5,5.0,9.0,"
                + "0,2,3,-0.5,3.0,7.5,2,4,4,1.5,7.0,10.5");
    assertThatThrownBy(() -> RegionsCsv.merge(run(), List.of("3_V00"), hadoop))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot write regions.csv in "
                + run()
                + ": cannot read "
                + run()
                + "/regions/3_V00.csv: ");
  }

  /** Digits of Arabic in names and numbers would be found by nobody. */
  @Test
  void languageOfTheMachineChangesNothing() throws IOException {
    Map<String, byte[]> usual = writtenIn("usual", Locale.ROOT);

    assertThat(usual).hasSize(11);
    for (String tag :
        new String[] {"ar-EG-u-nu-arab", "fa-IR-u-nu-arabext", "tr-TR", "hi-IN-u-nu-deva"}) {
      Map<String, byte[]> other = writtenIn(tag, Locale.forLanguageTag(tag));
      assertThat(other.keySet()).as(tag).isEqualTo(usual.keySet());
      other.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(usual.get(name)));
    }
  }

  private Map<String, byte[]> writtenIn(String folder, Locale locale) throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      Segmentation scan = scan("1_V00", masks(), null);
      Path run = temporary.resolve(folder);
      org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(run.toString());
      WriterSettings settings =
          WriterSettings.parse(Map.of("slices", "all", "overlap", "separate", "probs", "none"));
      SegmentationWriters.parse("pred,nifti,png,regions", settings)
          .forEach(writer -> writer.write(scan, OutputFolder.ofScan(place, scan.scanId(), hadoop)));
      LabelFiles.write(scan.classes(), OutputFolder.ofRun(place, hadoop));
      Map<String, byte[]> files = new TreeMap<>();
      try (Stream<Path> all = Files.walk(run)) {
        for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
          files.put(run.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
      return files;
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void filesForViewers() throws IOException {
    List<Category> classes = scan("1", masks(), null).classes();

    LabelFiles.write(classes, OutputFolder.ofRun(run(), hadoop));

    assertThat(Files.readAllLines(file("labels.txt")))
        .contains("# ITK-SnAP Label Description File")
        .endsWith(
            "    0     0    0    0        0  0  0    \"Clear Label\"",
            "    1   200  100    0        1  1  1    \"tibial, 'left'\"",
            "    2    86  180  233        1  1  1    \"femoral\"");
    assertThat(Files.readAllLines(file("labels.ctbl")))
        .containsExactly(
            "# Color table file labels.ctbl",
            "# 3 values",
            "0 Background 0 0 0 0",
            "1 tibial,_\"left\" 200 100 0 255",
            "2 femoral 86 180 233 255");
  }

  private ByteBuffer nifti(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file(name)))) {
      return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static byte[] voxels(ByteBuffer nifti) {
    int offset = (int) nifti.getFloat(108);
    byte[] voxels = new byte[nifti.limit() - offset];
    nifti.get(offset, voxels);
    return voxels;
  }

  private static String text(ByteBuffer bytes, int offset, int length) {
    byte[] text = new byte[length];
    bytes.get(offset, text);
    return new String(text, StandardCharsets.UTF_8).replaceAll("\u0000+$", "");
  }
}
