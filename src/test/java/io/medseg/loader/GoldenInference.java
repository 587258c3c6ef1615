package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.model.ModelSession;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * Repeats a recorded inference and compares images, masks (exactly) and predictions (1e-6).
 *
 * @param models opens the model of a JSON file in the golden folder
 */
record GoldenInference(GoldenVariant variant, Parity parity, Function<Path, ModelSession> models) {
  private static final float TOLERANCE = 1e-6f;

  /** A scan after inference. */
  private record Result(
      ScanData data, PredictionVolume predictions, MaskVolume truth, int elements) {}

  void check() {
    List<List<Integer>> firstShapes = new ArrayList<>();
    Map<String, List<Result>> results = new LinkedHashMap<>();
    List<Scan> scans = variant.scans().stream().sorted(Comparator.comparing(Scan::scanId)).toList();
    try (Hdf5ScanReader reader = new Hdf5ScanReader(new Configuration(false));
        ModelSession model = models.apply(variant.model());
        GoldenArrays arrays = new GoldenArrays(variant.arrays())) {
      for (Scan scan : scans) {
        ScanData data = reader.read(scan);
        // (17): copies come behind their original, as they do in the recorded volume.
        String recordedId = scan.scanId().split("-Aug")[0];
        List<List<Integer>> shapes = new ArrayList<>();
        results
            .computeIfAbsent(recordedId, id -> new ArrayList<>())
            .add(infer(data, model, shapes));
        if (firstShapes.isEmpty()) {
          firstShapes.addAll(shapes);
        }
      }
      checkCounts(results, firstShapes);
      results.forEach((id, volumes) -> compare(id, volumes, arrays));
    }
  }

  private Result infer(ScanData data, ModelSession model, List<List<Integer>> shapes) {
    Shape image = data.image().shape();
    Experiment experiment =
        variant.experiment(parity, GoldenDifferences.comparable(variant, image, parity));
    DataLoader loader = DataLoaders.create(experiment);
    PredictionVolume predictions = new PredictionVolume(image, loader.outputClasses());
    MaskVolume covered =
        ScanInference.run(
            loader,
            data,
            x -> {
              shapes.add(lengths(x.shape()));
              return model.predict(x);
            },
            variant.batchSize(),
            predictions,
            new PhaseTimes());
    predictions.assertEachVoxelOnce();
    MaskVolume truth = loader.truth(data);
    truth = experiment.includeBackground() ? truth.withBackground() : truth;
    int elements = shapes.stream().mapToInt(shape -> shape.get(0)).sum();
    return new Result(data, predictions, covered == null ? truth : truth.and(covered), elements);
  }

  private static List<Integer> lengths(Shape shape) {
    return Arrays.stream(shape.toArray()).boxed().toList();
  }

  private void checkCounts(Map<String, List<Result>> results, List<List<Integer>> firstShapes) {
    if (!variant.kind().equals("inference")) {
      return;
    }
    List<String> order = new ArrayList<>();
    variant.json().get("scan_order").forEach(id -> order.add(id.asText()));
    assertThat(results.keySet()).containsExactlyElementsOf(order);
    assertThat(order).hasSize(variant.json().get("num_scans").asInt());
    boolean isMixed = results.values().stream().anyMatch(volumes -> volumes.size() > 1);
    int elements = results.values().stream().flatMap(List::stream).mapToInt(Result::elements).sum();
    int recorded = variant.json().get("num_elements").asInt();
    if (parity == Parity.NONE && variant.loader().equals("N5dDataLoader")) {
      // (27): every slice is the middle of a window.
      assertThat(elements).isGreaterThanOrEqualTo(recorded);
      return;
    }
    assertThat(elements).isEqualTo(recorded);
    if (!isMixed) {
      List<List<Integer>> shapes = new ArrayList<>();
      for (JsonNode shape : variant.json().get("model_batch_shapes_first_scan")) {
        List<Integer> lengths = new ArrayList<>();
        shape.forEach(length -> lengths.add(length.asInt()));
        shapes.add(lengths);
      }
      assertThat(firstShapes).isEqualTo(shapes);
    }
  }

  private void compare(String id, List<Result> volumes, GoldenArrays arrays) {
    boolean isIntended =
        arrays.has("intended/" + id + "/y_pred")
            && (parity == Parity.NONE || !arrays.has(id + "/y_pred"));
    String folder = isIntended ? "intended/" + id + "/" : id + "/";
    Tensor yTrue = arrays.get(folder + "y_true");
    Tensor yPred = arrays.get(folder + "y_pred");
    int offset = 0;
    for (Result result : volumes) {
      compareMasksAndPredictions(result, offset, yTrue, yPred, isIntended);
      if (arrays.has(folder + "x")) {
        compareImage(result, offset, arrays.get(folder + "x"), yPred);
      }
      offset += result.data().image().shape().get(2);
    }
    assertThat(yPred.shape().get(2)).isEqualTo(offset);
  }

  private void compareMasksAndPredictions(
      Result result, int offset, Tensor yTrue, Tensor yPred, boolean onlyWherePredicted) {
    Shape shape = result.data().image().shape();
    int classes = yPred.shape().get(3);
    assertThat(result.predictions().classes()).isEqualTo(classes);
    assertThat(result.truth().classes()).isEqualTo(classes);
    // (23): the model sees other voxels around the image, so that its predictions are others.
    boolean isPaddedOtherwise = parity == Parity.NONE && GoldenDifferences.isSmall(variant, shape);
    int compared = 0;
    for (int h = 0; h < shape.get(0); h++) {
      for (int w = 0; w < shape.get(1); w++) {
        for (int d = 0; d < shape.get(2); d++) {
          if (onlyWherePredicted && !isPredicted(yPred, h, w, offset + d)) {
            continue;
          }
          for (int c = 0; c < classes; c++) {
            float actual = result.predictions().get(h, w, d, c);
            float expected = isPaddedOtherwise ? actual : at(yPred, h, w, offset + d, c);
            boolean isSet = at(yTrue, h, w, offset + d, c) > 0;
            if (Math.abs(actual - expected) > TOLERANCE
                || result.truth().get(h, w, d, c) != isSet) {
              assertThat(actual)
                  .as("y_pred %d %d %d %d", h, w, d, c)
                  .isEqualTo(expected, within(TOLERANCE));
              assertThat(result.truth().get(h, w, d, c))
                  .as("y_true %d %d %d %d", h, w, d, c)
                  .isEqualTo(isSet);
            }
            compared++;
          }
        }
      }
    }
    assertThat(compared).isPositive();
  }

  /** Images are 0 where nothing was predicted; N5d shows the whole window of the last one. */
  private void compareImage(Result result, int offset, Tensor x, Tensor yPred) {
    Shape shape = result.data().image().shape();
    int last = x.shape().rank() == 3 ? 1 : x.shape().get(3);
    JsonNode map = variant.json().path("map").path("x[..., d, j] is slice");
    for (int d = 0; d < shape.get(2); d++) {
      for (int j = 0; j < last; j++) {
        int slice = map.isMissingNode() ? d : map.get(d).get(j).asInt();
        for (int h = 0; h < shape.get(0); h++) {
          for (int w = 0; w < shape.get(1); w++) {
            float expected =
                x.data()[((h * shape.get(1) + w) * x.shape().get(2) + offset + d) * last + j];
            float actual = result.data().image().get(h, w, slice);
            if (actual != expected && isPredicted(yPred, h, w, offset + d)) {
              assertThat(actual).as("x %d %d %d", h, w, d).isEqualTo(expected);
            }
          }
        }
      }
    }
  }

  private static boolean isPredicted(Tensor yPred, int h, int w, int d) {
    for (int c = 0; c < yPred.shape().get(3); c++) {
      if (at(yPred, h, w, d, c) != 0) {
        return true;
      }
    }
    return false;
  }

  private static float at(Tensor tensor, int h, int w, int d, int c) {
    Shape shape = tensor.shape();
    return tensor.data()[((h * shape.get(1) + w) * shape.get(2) + d) * shape.get(3) + c];
  }
}
