package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.loader.Batch;
import io.medseg.loader.BatchForm;
import io.medseg.loader.DataLoader;
import io.medseg.loader.DataLoaders;
import io.medseg.loader.Element;
import io.medseg.loader.Purpose;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import io.medseg.volume.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The batches of files that h5py wrote are those that numpy made of them (tools/make_skm_tea.py).
 */
class SkmTeaIT {
  private static final List<Object> CATEGORIES = List.of(0, 1, List.of(2, 3), List.of(4, 5));
  private static final Configuration HADOOP = new Configuration(false);
  @TempDir private static java.nio.file.Path folder;
  private static Hdf5File expected;
  private static DatasetCatalog catalog;

  @BeforeAll
  static void write() throws IOException, InterruptedException {
    PythonTool.assumeH5py();
    PythonTool.run(PythonTool.tool("make_skm_tea.py").toString(), folder.toString());
    expected = Hdf5File.open(new Path(folder + "/expected.h5"), HADOOP);
    catalog = DatasetCatalog.read(folder + "/catalog.yaml", Optional.empty(), HADOOP);
  }

  @AfterAll
  static void close() {
    if (expected != null) {
      expected.close();
    }
  }

  private static List<Scan> scans(String dataset) throws IOException {
    Dataset described = catalog.dataset(dataset);
    return Layouts.of(described.layout()).scans(described, FileSystem.getLocal(HADOOP));
  }

  private static ScanData read(Scan scan) {
    try (Hdf5ScanReader reader = new Hdf5ScanReader(HADOOP)) {
      return reader.read(scan);
    }
  }

  private static DataLoader loader(String tag, List<Integer> size, Map<String, Object> more) {
    Map<String, Object> settings = new TreeMap<>(more);
    settings.put("TAG", tag);
    settings.put("IMG_SIZE", size);
    settings.put("CATEGORIES", CATEGORIES);
    return DataLoaders.create(Experiment.of(settings, Parity.NONE));
  }

  private static Batch batch(DataLoader loader, ScanData scan, int... only) {
    List<Element> elements =
        loader.scatter(
            new io.medseg.dataset.ScanHeader(scan.image().shape(), scan.masks().classes()),
            Purpose.TRAINING);
    List<Element> some = new ArrayList<>();
    for (int index : only) {
      some.add(elements.get(index));
    }
    return loader.batch(scan, only.length == 0 ? elements : some, BatchForm.TESTING);
  }

  private static void assertSame(Tensor found, String dataset) {
    Hdf5Dataset wanted = expected.dataset(dataset);
    assertThat(found.shape()).as(dataset).isEqualTo(wanted.shape());
    assertThat(found.data()).as(dataset).isEqualTo(wanted.readFloats());
  }

  private static void assertClose(Tensor found, String dataset, float tolerance) {
    Hdf5Dataset wanted = expected.dataset(dataset);
    assertThat(found.shape()).as(dataset).isEqualTo(wanted.shape());
    assertThat(found.data()).as(dataset).containsExactly(wanted.readFloats(), within(tolerance));
  }

  @Test
  void listsTheScansOfTheAnnotationFile() throws IOException {
    List<Scan> scans = scans("skm_tea");
    assertThat(scans).extracting(Scan::scanId).containsExactly("MTR_001", "MTR_002", "MTR_003");
    assertThat(scans).extracting(Scan::subjectId).containsExactly("7", "14", "21");
    assertThat(scans.get(1).spacing(catalog.dataset("skm_tea")))
        .isEqualTo(new Spacing(0.3125, 0.3125, 2.5));
    try (Hdf5ScanReader reader = new Hdf5ScanReader(HADOOP)) {
      assertThat(reader.header(scans.get(2)).image()).isEqualTo(Shape.of(24, 24, 10));
    }
  }

  @Test
  void slicesAndPatchesAreNumpysBitForBit() throws IOException {
    DataLoader slices = loader("qDESSDataLoader", List.of(24, 24, 1), Map.of());
    DataLoader patches =
        loader("qDESSDataLoader", List.of(8, 8, 4, 1), Map.of("IMG_STRIDE", List.of(8, 8, 3)));
    DataLoader images = loader("qDESSImageDataLoader", List.of(24, 24, 1), Map.of());
    for (Scan scan : scans("skm_tea")) {
      ScanData data = read(scan);
      Batch batch = batch(slices, data);
      assertSame(batch.x(), scan.scanId() + "/slices/x");
      assertSame(batch.xRaw(), scan.scanId() + "/slices/x");
      assertSame(batch.y(), scan.scanId() + "/slices/y");
      assertSame(batch(patches, data).x(), scan.scanId() + "/patches/x");
      assertSame(batch(patches, data).y(), scan.scanId() + "/patches/y");
      assertSame(batch(images, data).y(), scan.scanId() + "/slices/x");
    }
    for (Scan scan : scans("skm_tea_echo2")) {
      assertSame(batch(slices, read(scan)).x(), scan.scanId() + "/echo2/x");
    }
  }

  @Test
  void axialImagesAreNumpysBitForBit() throws IOException {
    DataLoader axial = loader("qDESSDataLoader", List.of(512, 160, 1), Map.of());
    float[] rows = expected.dataset("axial/rows").readFloats();
    Batch batch = batch(axial, read(scans("skm_tea_axial").get(0)), (int) rows[0], (int) rows[1]);
    assertSame(batch.x(), "axial/x");
    assertSame(batch.y(), "axial/y");
  }

  @Test
  void slicesOfCtAreWindowedFirstAndThenNormalised() throws IOException {
    Map<String, Object> preprocessing =
        Map.of(
            "PREPROCESSING", List.of("AffineNormalization", "Windowing"),
            "PREPROCESSING_ARGS",
                List.of(Map.of("scale", 2.0, "bias", 0.5), List.of("soft", "bone", "custom")));
    ScanData scan = read(scans("ct").get(0));
    Batch batch = batch(loader("Abdominal_CT_DataLoader", List.of(20, 28, 3), preprocessing), scan);
    // numpy computes integers in float64, the loader in float32: half a unit in the last place or
    // so.
    assertClose(batch.x(), "ct/x", 1e-6f);
    assertSame(batch.y(), "ct/y");
    assertSame(batch.xRaw(), "ct/raw");
    Batch images =
        batch(loader("Abdominal_CT_ImageDataLoader", List.of(20, 28, 3), preprocessing), scan);
    assertClose(images.x(), "ct/x", 1e-6f);
    assertClose(images.y(), "ct/normalized", 1e-6f);
    assertThat(images.xRaw().data()).isEqualTo(images.y().data());
  }
}
