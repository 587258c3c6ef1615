package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** h5py finds in the written files the numbers that went into them. */
class Hdf5WriterIT {
  /** Prints shape, type and sums weighted by position, which change with any misplaced element. */
  private static final String SUMS =
      """
      import h5py, numpy, sys
      for place in sys.argv[1:]:
          name, dataset = place.split("::")
          with h5py.File(name, "r") as file:
              data = file[dataset][()]
              at = numpy.arange(1, data.size + 1, dtype="f8") % 8191
              print(data.shape, data.dtype, float((data.ravel().astype("f8") * at).sum()))
      """;

  private static final int HEIGHT = 60;
  private static final int WIDTH = 70;
  private static final int DEPTH = 90;
  private static final int CLASSES = 5;

  @TempDir java.nio.file.Path temporary;
  private final Configuration configuration = new Configuration(false);

  @BeforeAll
  static void needPython() {
    PythonTool.assumeH5py();
  }

  @Test
  void h5pyReadsWhatWasWritten() throws Exception {
    Volume image = image();
    MaskVolume masks = masks();
    Path folder = new Path(temporary.toString());
    ScanFileWriter writer = new ScanFileWriter(configuration);
    writer.writeVolume(folder, "1_V00", image, masks);
    writer.writeSlices(folder, "1_V00", image, masks);
    Hdf5Writer single = new Hdf5Writer();
    ScanFileWriter.add(single, "1_V00", image, masks);
    ScanFileWriter.add(single, "2_V00", image, null);
    single.write(new Path(folder, "all.h5"), configuration);

    String printed =
        PythonTool.run(
            "-c",
            SUMS,
            folder + "/1_V00.h5::volume",
            folder + "/all.h5::1_V00/volume",
            folder + "/all.h5::2_V00/volume",
            folder + "/1_V00.h5::seg",
            folder + "/all.h5::1_V00/seg",
            folder + "/1_V00-Aug00_090.im::data",
            folder + "/1_V00-Aug00_090.seg::data");

    String volume = "(60, 70, 90) float32 " + imageSum(image, 0) + "\n";
    String seg = "(60, 70, 90, 5) uint8 " + maskSum(masks, 0) + "\n";
    assertThat(printed)
        .isEqualTo(
            volume.repeat(3)
                + seg.repeat(2)
                + "(60, 70, 1) float32 "
                + imageSum(image, DEPTH - 1)
                + "\n(60, 70, 1, 5) uint8 "
                + maskSum(masks, DEPTH - 1)
                + "\n");
  }

  @Test
  void h5pyReadsScalarsInNestedGroups() throws Exception {
    Path file = new Path(temporary.toString(), "scalars.h5");
    new Hdf5Writer()
        .number("stats/rms/mean", 12.25)
        .floats("rms", Shape.of(1, 1, 2), new float[] {1, 2})
        .number("stats/rms/std", 0.1)
        .number("stats/echo1/std", 3)
        .write(file, configuration);

    String printed =
        PythonTool.run(
            "-c",
            SUMS,
            file + "::stats/rms/mean",
            file + "::stats/rms/std",
            file + "::stats/echo1/std",
            file + "::rms");

    assertThat(printed)
        .isEqualTo("() float64 12.25\n() float64 0.1\n() float64 3.0\n(1, 1, 2) float32 5.0\n");
  }

  /** Whole numbers, so that the sums are exact. */
  private static Volume image() {
    Random random = new Random(2);
    Volume image = Volume.zeros(HEIGHT, WIDTH, DEPTH);
    for (int d = 0; d < DEPTH; d++) {
      for (int i = 0; i < HEIGHT * WIDTH; i++) {
        image.plane(d)[i] = random.nextInt(4096);
      }
    }
    return image;
  }

  private static MaskVolume masks() {
    Random random = new Random(3);
    MaskVolume masks = MaskVolume.empty(HEIGHT, WIDTH, DEPTH, CLASSES);
    for (int i = 0; i < 40_000; i++) {
      masks.set(
          random.nextInt(HEIGHT),
          random.nextInt(WIDTH),
          random.nextInt(DEPTH),
          random.nextInt(CLASSES));
    }
    return masks;
  }

  private static String imageSum(Volume image, int firstSlice) {
    double sum = 0;
    long at = 0;
    for (int voxel = 0; voxel < HEIGHT * WIDTH; voxel++) {
      for (int d = firstSlice; d < DEPTH; d++) {
        sum += image.plane(d)[voxel] * (double) (++at % 8191);
      }
    }
    return decimal(sum);
  }

  private static String maskSum(MaskVolume masks, int firstSlice) {
    double sum = 0;
    long at = 0;
    for (int voxel = 0; voxel < HEIGHT * WIDTH; voxel++) {
      for (int d = firstSlice; d < DEPTH; d++) {
        for (int c = 0; c < CLASSES; c++) {
          at++;
          sum += masks.get(voxel / WIDTH, voxel % WIDTH, d, c) ? at % 8191 : 0;
        }
      }
    }
    return decimal(sum);
  }

  private static String decimal(double whole) {
    return (long) whole + ".0";
  }
}
