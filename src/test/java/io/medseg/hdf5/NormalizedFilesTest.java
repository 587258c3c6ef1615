package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.hdf5.ElementType.Kind;
import io.medseg.volume.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormalizedFilesTest {
  private static final Shape IMAGE = Shape.of(2, 3, 4);
  private static final double MEAN = 0.1;
  private static final double STD = 0.3;

  @TempDir java.nio.file.Path folder;
  private final Configuration configuration = new Configuration(false);
  private final Hdf5ScanReader reader = new Hdf5ScanReader(configuration);

  private int written;

  @AfterEach
  void close() {
    reader.close();
  }

  private static float[] image() {
    float[] image = new float[24];
    for (int i = 0; i < image.length; i++) {
      image[i] = 1f / (i + 1);
    }
    return image;
  }

  private static Hdf5Writer complete() {
    byte[] seg = new byte[48];
    seg[5] = 1;
    return new Hdf5Writer()
        .floats("rms", IMAGE, image())
        .floats("echo1", IMAGE, new float[24])
        .number("stats/rms/mean", MEAN)
        .number("stats/rms/std", STD)
        .bytes("seg", IMAGE.append(2), seg);
  }

  private Scan scan(Hdf5Writer file, String image, String statistics, Shape declared) {
    // Another name for every file: the reader keeps the last one open.
    written++;
    file.write(new Path(name()), configuration);
    ScanSource source = new ScanSource.NormalizedVolume(name(), image, statistics, "seg", declared);
    return new Scan("MTR_001", "7", source, 1, Map.of());
  }

  private Scan scan(Hdf5Writer file) {
    return scan(file, "rms", "stats/rms", IMAGE);
  }

  private String name() {
    return folder + "/MTR_" + written + ".h5";
  }

  private void refuses(Scan scan, String message) {
    for (Runnable reading : new Runnable[] {() -> reader.header(scan), () -> reader.read(scan)}) {
      assertThatThrownBy(reading::run)
          .isInstanceOf(InputException.class)
          .hasMessage("Cannot read scan MTR_001: " + message.replace("FILE", name()));
    }
  }

  @Test
  void normalisesByTheNumbersOfTheFile() {
    Scan scan = scan(complete());

    ScanData data = reader.read(scan);

    assertThat(reader.header(scan)).isEqualTo(new ScanHeader(IMAGE, 2));
    float[] image = image();
    for (int i = 0; i < image.length; i++) {
      // numpy 1 next to float32: the scalars are float32, and so is the arithmetic.
      assertThat(data.image().get(i / 12, i / 4 % 3, i % 4))
          .isEqualTo((image[i] - (float) MEAN) / (float) STD);
    }
    assertThat(data.masks().get(0, 0, 2, 1)).isTrue();
    assertThat(data.masks().count(0) + data.masks().count(1)).isEqualTo(1);
  }

  @Test
  void integersAndDoublesAreComputedInDouble() {
    Normalization normalization = new Normalization(MEAN, STD);
    double value = 16777217.3;
    byte[] bytes = ByteBuffer.allocate(8).putDouble(value).array();
    assertThat(decode(normalization, new ElementType(Kind.FLOAT, 8, ByteOrder.BIG_ENDIAN), bytes))
        .isEqualTo((float) ((value - MEAN) / STD));
    byte[] small = ByteBuffer.allocate(2).putShort((short) 1001).array();
    assertThat(decode(normalization, new ElementType(Kind.SIGNED, 2, ByteOrder.BIG_ENDIAN), small))
        .isEqualTo((float) ((1001 - MEAN) / STD));
    byte[] single = ByteBuffer.allocate(4).putFloat(0.7f).array();
    assertThat(decode(normalization, new ElementType(Kind.FLOAT, 4, ByteOrder.BIG_ENDIAN), single))
        .isEqualTo((0.7f - (float) MEAN) / (float) STD);
  }

  private static float decode(Normalization normalization, ElementType type, byte[] bytes) {
    float[] floats = new float[2];
    normalization.of(type).toFloats(bytes, 0, floats, 1, 1);
    return floats[1];
  }

  @Test
  void aFileWithoutMasksIsAScanWithoutTruth() {
    Hdf5Writer bare =
        new Hdf5Writer()
            .floats("echo2", IMAGE, image())
            .number("numbers/mean", 0)
            .number("numbers/std", 0.5);
    Scan scan = scan(bare, "echo2", "numbers", null);

    assertThat(reader.header(scan).maskChannels()).isZero();
    ScanData data = reader.read(scan);
    assertThat(data.masks()).isNull();
    assertThat(data.image().get(0, 0, 0)).isEqualTo(2f);
  }

  @Test
  void namesBothShapes() {
    refuses(
        scan(complete(), "rms", "stats/rms", Shape.of(2, 3, 5)),
        "image rms of FILE is 2x3x4, but the annotation file says 2x3x5 (matrix_shape)");
  }

  @Test
  void namesWhatIsMissing() {
    refuses(
        scan(complete(), "echo2", "stats/echo2", IMAGE),
        "cannot read dataset echo2 of FILE: there is no such dataset; there are: echo1, rms, seg, stats");
    refuses(
        scan(complete(), "echo1", "stats/echo1", IMAGE),
        "cannot read dataset stats/echo1/mean of FILE: there is no such dataset; there is no group stats/echo1");
    refuses(
        scan(new Hdf5Writer().floats("rms", IMAGE, image()).number("stats/rms/mean", 1)),
        "cannot read dataset stats/rms/std of FILE: there is no such dataset; there are: mean");
    ScanSource nowhere =
        new ScanSource.NormalizedVolume(folder + "/no.h5", "rms", "stats/rms", "seg", null);
    refuses(
        new Scan("MTR_001", null, nowhere, 0, Map.of()),
        "cannot open HDF5 file " + folder + "/no.h5: it does not exist");
  }

  @Test
  void refusesNumbersThatNormaliseNothing() {
    Hdf5Writer zero =
        new Hdf5Writer()
            .floats("rms", IMAGE, image())
            .number("stats/rms/mean", 1)
            .number("stats/rms/std", 0);
    refuses(scan(zero), "stats/rms/std of FILE is 0.0; expected a positive number");
    Hdf5Writer missing =
        new Hdf5Writer()
            .floats("rms", IMAGE, image())
            .number("stats/rms/mean", Double.NaN)
            .number("stats/rms/std", 1);
    refuses(scan(missing), "stats/rms/mean of FILE is NaN; expected a finite number");
    Hdf5Writer several =
        new Hdf5Writer()
            .floats("rms", IMAGE, image())
            .floats("stats/rms/mean", Shape.of(2), new float[2])
            .number("stats/rms/std", 1);
    refuses(
        scan(several),
        "cannot read dataset stats/rms/mean of FILE: its shape is 2; expected one number");
  }

  @Test
  void refusesMasksOfAnotherShape() {
    Hdf5Writer file =
        new Hdf5Writer()
            .floats("rms", IMAGE, image())
            .number("stats/rms/mean", 1)
            .number("stats/rms/std", 1)
            .bytes("seg", Shape.of(2, 3, 3, 2), new byte[36]);
    refuses(scan(file), "image rms of FILE is 2x3x4 but mask seg of FILE is 2x3x3x2");
  }
}
