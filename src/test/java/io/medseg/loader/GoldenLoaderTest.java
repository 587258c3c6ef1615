package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.GoldenFolder;
import io.medseg.dataset.Scan;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.volume.Tensor;
import io.medseg.volume.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every recorded run of the reference's loaders, with and without parity. */
@Tag("golden")
class GoldenLoaderTest {

  @Test
  void findsRecordedRuns() {
    assertThat(GoldenVariant.all()).extracting(GoldenVariant::kind).contains("batches");
  }

  @TestFactory
  Stream<DynamicTest> givesWhatTheReferenceGave() {
    return GoldenVariant.all().stream()
        .flatMap(
            variant ->
                Stream.of(Parity.values())
                    .map(
                        parity ->
                            DynamicTest.dynamicTest(
                                variant + ", parity " + parity, () -> check(variant, parity))));
  }

  private static void check(GoldenVariant variant, Parity parity) {
    if (variant.kind().equals("batches")) {
      checkBatches(variant, parity);
    } else {
      new GoldenInference(variant, parity, JsonConvolutionModel::new).check();
    }
  }

  private static void checkBatches(GoldenVariant variant, Parity parity) {
    Experiment experiment = variant.experiment(parity, Map.of());
    assertThat(variant.datasetDicts()).hasSize(variant.json().get("num_dataset_dicts").asInt());
    try (Hdf5ScanReader reader = new Hdf5ScanReader(new Configuration(false));
        GoldenArrays arrays = new GoldenArrays(variant.arrays());
        BatchSequence sequence = sequence(variant, experiment)) {
      List<Scan> scans = sequence.scans();
      assertThat(sequence.numberOfScans()).isEqualTo(variant.json().get("num_scans").asInt());
      if (parity == Parity.NONE
          && GoldenDifferences.isSmall(variant, reader.header(scans.get(0)).image())) {
        checkSmall(DataLoaders.create(experiment), scans, reader, sequence);
        return;
      }
      assertThat(sequence.elements()).isEqualTo(variant.json().get("num_elements").asInt());
      assertThat(sequence.length()).isEqualTo(variant.json().get("num_batches").asInt());
      assertThat(compareRecorded(variant, arrays, sequence)).isPositive();
    }
  }

  private static BatchSequence sequence(GoldenVariant variant, Experiment experiment) {
    JsonNode arguments = variant.json().get("loader_args");
    assertThat(arguments.path("shuffle").asBoolean()).isFalse();
    return DataLoaders.build(
        experiment,
        variant.collection(),
        variant.batchSize(),
        arguments.get("is_test").asBoolean() ? BatchForm.TESTING : BatchForm.TRAINING,
        BatchSettings.Arrangement.ASCENDING,
        arguments.path("drop_last").asBoolean()
            ? BatchSettings.LastBatch.DROP
            : BatchSettings.LastBatch.KEEP);
  }

  @TestFactory
  Stream<DynamicTest> shufflesAsTheReferenceDid() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : GoldenFolder.casesWith("extra")) {
      JsonNode orders =
          GoldenFolder.json(folder.resolve("case.json"))
              .get("extra")
              .path("shuffle_orders_python_random");
      orders
          .fields()
          .forEachRemaining(
              seed ->
                  tests.add(
                      DynamicTest.dynamicTest(
                          folder.getFileName() + ", seed " + seed.getKey(),
                          () -> checkShuffle(folder, seed.getKey(), seed.getValue()))));
    }
    assertThat(tests).as("recorded orders in %s", GoldenVariant.root()).isNotEmpty();
    return tests.stream();
  }

  private static void checkShuffle(Path folder, String seed, JsonNode recorded) {
    GoldenVariant variant = variantOf(folder, recorded.get("after_init").size());
    Map<String, Long> settings = Map.of("SEED", Long.valueOf(seed), "NUM_WORKERS", 2L);
    Experiment experiment = variant.experiment(Parity.MEDSEGPY, settings);
    try (BatchSequence plain = single(variant, experiment, BatchSettings.Arrangement.ASCENDING);
        BatchSequence shuffled = single(variant, experiment, BatchSettings.Arrangement.SHUFFLED)) {
      for (String epoch : List.of("after_init", "after_one_epoch")) {
        for (int i = 0; i < shuffled.length(); i++) {
          float[] expected = plain.batch(recorded.get(epoch).get(i).asInt()).x().data();
          assertThat(shuffled.batch(i).x().data()).as("%s %d", epoch, i).isEqualTo(expected);
        }
        shuffled.endOfEpoch();
      }
    }
  }

  /** A variant over as many elements as the orders have. */
  private static GoldenVariant variantOf(Path folder, int elements) {
    return GoldenVariant.all().stream()
        .filter(variant -> variant.folder().equals(folder) && variant.kind().equals("batches"))
        .filter(variant -> variant.json().get("num_elements").asInt() == elements)
        .findFirst()
        .orElseThrow();
  }

  private static BatchSequence single(
      GoldenVariant variant, Experiment experiment, BatchSettings.Arrangement arrangement) {
    return DataLoaders.build(
        experiment,
        variant.collection(),
        1,
        BatchForm.TRAINING,
        arrangement,
        BatchSettings.LastBatch.KEEP);
  }

  /** (23): one element per scan here, whose padding is even. */
  private static void checkSmall(
      DataLoader loader, List<Scan> scans, Hdf5ScanReader reader, BatchSequence sequence) {
    assertThat(sequence.elements()).isEqualTo(scans.size());
    Element only = loader.scatter(reader.header(scans.get(0)), Purpose.TRAINING).get(0);
    Tensor x = sequence.batch(0).x();
    Volume image = reader.read(scans.get(0)).image();
    assertThat(only.region().shape()).isEqualTo(reader.header(scans.get(0)).image());
    for (int axis = 0; axis < 3; axis++) {
      assertThat(only.padding().high(axis) - only.padding().low(axis)).isBetween(0, 1);
    }
    for (int h = 0; h < image.shape().get(0); h++) {
      int row = (h + only.padding().low(0)) * x.shape().get(2) + only.padding().low(1);
      for (int d = 0; d < image.shape().get(2); d++) {
        int voxel = row * x.shape().get(3) + d + only.padding().low(2);
        assertThat(x.data()[voxel]).isEqualTo(image.get(h, 0, d));
      }
    }
  }

  private static int compareRecorded(
      GoldenVariant variant, GoldenArrays arrays, BatchSequence sequence) {
    int compared = 0;
    Iterator<String> names = variant.json().get("arrays").fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      String[] parts = name.split("/");
      Batch batch = sequence.batch(Integer.parseInt(parts[0].replace("batch_", "")));
      Tensor expected = arrays.get(name);
      Tensor actual =
          switch (parts[1]) {
            case "x" -> batch.x();
            case "y" -> batch.y();
            case "x_raw" -> batch.xRaw();
            default -> throw new IllegalStateException("Unknown array " + name);
          };
      assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
      assertThat(actual.data())
          .as(name)
          .isEqualTo(parts[1].equals("y") ? binary(expected.data()) : expected.data());
      compared++;
    }
    return compared;
  }

  /** (6). */
  static float[] binary(float[] values) {
    float[] binary = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      binary[i] = Math.min(values[i], 1);
    }
    return binary;
  }
}
