package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.loader.Batch;
import io.medseg.loader.BatchForm;
import io.medseg.loader.DataLoader;
import io.medseg.loader.DataLoaders;
import io.medseg.loader.Element;
import io.medseg.loader.PhaseTimes;
import io.medseg.loader.Purpose;
import io.medseg.loader.ScanInference;
import io.medseg.phantom.Phantom;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import io.medseg.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any loader runs over any layout: what is on disk does not decide what a model sees. */
class LoadersOverLayoutsTest {
  private static final String ID = "0000001_V00";
  private static final List<Integer> ALL_OF_A_SLICE = Arrays.asList(null, null, 1);
  private static final int[] SLICES = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  @TempDir java.nio.file.Path temporary;
  private final Configuration hadoop = new Configuration(false);
  private final Phantom phantom = Phantom.draw(3, 20, 26, SLICES.length);
  private ScanData slices;
  private ScanData volume;
  private ScanData single;
  private ScanData tea;

  @BeforeEach
  void writeAndRead() {
    Path folder = new Path(temporary.toString());
    ScanFileWriter writer = new ScanFileWriter(hadoop);
    writer.writeSlices(folder, ID, phantom.image(), phantom.masks());
    writer.writeVolume(folder, ID, phantom.image(), phantom.masks());
    String file = folder + "/" + ID + ".h5";
    try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
      slices =
          reader.read(scan(new ScanSource.Slices(folder.toString(), ID + "-Aug00", SLICES, true)));
      volume = reader.read(scan(new ScanSource.VolumeFile(file, null, file, null)));
      file = singleFile();
      single = reader.read(scan(new ScanSource.VolumeFile(file, "/a/volume", file, "/a/seg")));
      file = teaFile();
      tea =
          reader.read(scan(new ScanSource.NormalizedVolume(file, "rms", "stats/rms", "seg", null)));
    }
  }

  private String singleFile() {
    Path file = new Path(temporary.toString(), "single.h5");
    Hdf5Writer writer = new Hdf5Writer();
    ScanFileWriter.add(writer, "a", phantom.image(), phantom.masks());
    writer.write(file, hadoop);
    return file.toString();
  }

  /** The same voxels: mean 0 and deviation 1 leave them as they are. */
  private String teaFile() {
    Shape shape = phantom.image().shape();
    MaskVolume masks = phantom.masks();
    float[] rms = new float[Math.toIntExact(shape.elements())];
    byte[] seg = new byte[rms.length * masks.classes()];
    for (int i = 0; i < rms.length; i++) {
      int d = i % shape.get(2);
      int w = i / shape.get(2) % shape.get(1);
      int h = i / shape.get(2) / shape.get(1);
      rms[i] = phantom.image().get(h, w, d);
      for (int c = 0; c < masks.classes(); c++) {
        seg[i * masks.classes() + c] = (byte) (masks.get(h, w, d, c) ? 1 : 0);
      }
    }
    Path file = new Path(temporary.toString(), "tea.h5");
    new Hdf5Writer()
        .floats("rms", shape, rms)
        .bytes("seg", shape.append(masks.classes()), seg)
        .number("stats/rms/mean", 0)
        .number("stats/rms/std", 1)
        .write(file, hadoop);
    return file.toString();
  }

  private static Scan scan(ScanSource source) {
    return new Scan(ID, null, source, 1, Map.of());
  }

  @Test
  void aVolumeNetworkRunsOverSliceFiles() {
    check(
        Shape.of(8, 8, 4, 1),
        Map.of("TAG", "PatchDataLoader", "IMG_SIZE", List.of(8, 8, 4, 1), "GRID", "nnunet"));
  }

  @Test
  void aSliceNetworkRunsAlongEveryAxisOfEitherLayout() {
    Shape[] shapes = {Shape.of(26, 9, 1), Shape.of(20, 9, 1), Shape.of(20, 26, 1)};
    for (int axis = 0; axis < 3; axis++) {
      Shape shape = shapes[axis];
      check(shape, Map.of("SLICE_AXIS", axis, "IMG_SIZE", List.of(shape.get(0), shape.get(1), 1)));
    }
  }

  /**
   * qDESSDataLoader alone needs the statistics in the files of its layout and refuses the others.
   */
  static Stream<Map<String, Object>> loaders() {
    return Stream.of(
        Map.of("TAG", "DefaultDataLoader", "IMG_SIZE", ALL_OF_A_SLICE),
        Map.of("TAG", "S25dDataLoader", "IMG_SIZE", Arrays.asList(null, null, 5)),
        Map.of("TAG", "PatchDataLoader", "IMG_SIZE", List.of(7, 6, 1), "GRID", "monai"),
        Map.of("TAG", "PatchDataLoader", "IMG_SIZE", List.of(7, 6, 4, 1), "GRID", "nnunet"),
        Map.of(
            "TAG", "N5dDataLoader", "IMG_SIZE", List.of(7, 6, 3), "IMG_STRIDE", List.of(5, 4, 1)),
        Map.of(
            "TAG",
            "Abdominal_CT_DataLoader",
            "IMG_SIZE",
            ALL_OF_A_SLICE,
            "PREPROCESSING",
            List.of("Windowing"),
            "PREPROCESSING_ARGS",
            List.of(Map.of("bounds", List.of(List.of(0.2, 0.7))))));
  }

  @ParameterizedTest
  @MethodSource("loaders")
  void everyLoaderSeesAndGivesTheSameInEveryLayout(Map<String, Object> settings) {
    for (int axis = 0; axis < 3; axis++) {
      Map<String, Object> turned = new TreeMap<>(settings);
      turned.put("SLICE_AXIS", axis);
      DataLoader loader = loader(turned);
      List<Element> elements = loader.scatter(header(volume), Purpose.INFERENCE);
      Batch wanted = loader.batch(volume, elements, BatchForm.TESTING);
      Volume predicted = predict(loader, volume);
      for (ScanData scan : List.of(slices, single, tea)) {
        assertThat(loader.scatter(header(scan), Purpose.INFERENCE)).isEqualTo(elements);
        Batch found = loader.batch(scan, elements, BatchForm.TESTING);
        assertThat(found.x().data()).isEqualTo(wanted.x().data());
        assertThat(found.y().data()).isEqualTo(wanted.y().data());
        Volume back = predict(loader, scan);
        for (int d = 0; d < SLICES.length; d++) {
          assertThat(back.plane(d)).isEqualTo(predicted.plane(d));
        }
      }
    }
  }

  /**
   * By a model that gives the first channel and the place in the window, so that blending shows.
   */
  private static Volume predict(DataLoader loader, ScanData scan) {
    Volume back = Volume.zeros(20, 26, SLICES.length);
    ScanInference.run(
        loader,
        scan,
        LoadersOverLayoutsTest::placed,
        5,
        block -> write(block, back),
        new PhaseTimes());
    return back;
  }

  private static Tensor placed(Tensor x) {
    int channels = x.shape().get(-1);
    int[] lengths = x.shape().toArray();
    lengths[lengths.length - 1] = 1;
    Tensor y = Tensor.zeros(Shape.of(lengths));
    int size = y.data().length / lengths[0];
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] = x.data()[i * channels] + 0.1f * (i % size) / size;
    }
    return y;
  }

  /** Sagittal slices of a 20 x 26 x 9 scan: element h is the plane h, 26 x 9. */
  @Test
  void sagittalSlicesAreThePlanesOfTheFirstAxis() {
    DataLoader loader = loader(Map.of("SLICE_AXIS", 0, "IMG_SIZE", List.of(26, 9, 1)));
    List<Element> elements = loader.scatter(header(volume), Purpose.INFERENCE);
    assertThat(elements).hasSize(20);
    Tensor x = loader.batch(slices, elements, BatchForm.PREDICTION).x();
    for (int h = 0; h < 20; h++) {
      for (int w = 0; w < 26; w++) {
        for (int d = 0; d < 9; d++) {
          assertThat(x.data()[(h * 26 + w) * 9 + d]).isEqualTo(phantom.image().get(h, w, d));
        }
      }
    }
  }

  private void check(Shape element, Map<String, Object> settings) {
    DataLoader loader = loader(settings);
    assertThat(loader.inputShape(header(slices))).isEqualTo(element);
    for (ScanData scan : List.of(slices, volume, single, tea)) {
      Volume back = Volume.zeros(20, 26, SLICES.length);
      MaskVolume uncovered =
          ScanInference.run(
              loader,
              scan,
              x -> x,
              5,
              block -> LoadersOverLayoutsTest.write(block, back),
              new PhaseTimes());
      assertThat(uncovered).isNull();
      for (int d = 0; d < SLICES.length; d++) {
        assertThat(back.plane(d)).isEqualTo(phantom.image().plane(d));
      }
    }
  }

  private static void write(PredictionBlock block, Volume back) {
    int width = back.shape().get(1);
    for (int h = 0; h < block.region().length(0); h++) {
      for (int w = 0; w < block.region().length(1); w++) {
        for (int d = 0; d < block.region().length(2); d++) {
          int row = (block.region().start(0) + h) * width + block.region().start(1) + w;
          back.plane(block.region().start(2) + d)[row] =
              block
                  .values()[
                  block.offset() + h * block.strideH() + w * block.strideW() + d * block.strideD()];
        }
      }
    }
  }

  private static ScanHeader header(ScanData scan) {
    return new ScanHeader(scan.image().shape(), scan.masks().classes());
  }

  private static DataLoader loader(Map<String, Object> settings) {
    Map<String, Object> all = new TreeMap<>(settings);
    all.put("CATEGORIES", List.of(0));
    return DataLoaders.create(Experiment.of(all, Parity.NONE));
  }
}
