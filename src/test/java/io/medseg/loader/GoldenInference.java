package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.dataset.Scan;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.model.ModelSession;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private record Result(InferredScan scan, int elements) {
    Shape image() {
      return scan.inputs().x().shape();
    }
  }

  void check() {
    List<List<Integer>> firstShapes = new ArrayList<>();
    Map<String, List<Result>> results = new LinkedHashMap<>();
    List<List<Integer>> shapes = new ArrayList<>();
    try (ModelSession model = models.apply(variant.model());
        BatchSequence sequence = sequence();
        GoldenArrays arrays = new GoldenArrays(variant.arrays())) {
      Iterator<InferredScan> scans =
          sequence.inference(
              x -> {
                shapes.add(lengths(x.shape()));
                return model.predict(x);
              });
      while (scans.hasNext()) {
        shapes.clear();
        InferredScan scan = scans.next();
        int elements = shapes.stream().mapToInt(shape -> shape.get(0)).sum();
        // (17): copies come behind their original, as they do in the recorded volume.
        String recordedId = scan.inputs().scanId().split("-Aug")[0];
        results
            .computeIfAbsent(recordedId, id -> new ArrayList<>())
            .add(new Result(scan, elements));
        if (firstShapes.isEmpty()) {
          firstShapes.addAll(shapes);
        }
      }
      checkCounts(results, firstShapes);
      results.forEach((id, volumes) -> compare(id, volumes, arrays));
    }
  }

  /** Shuffled and dropping on purpose: inference does neither. */
  private BatchSequence sequence() {
    return DataLoaders.build(
        variant.experiment(parity, comparable()),
        variant.collection(),
        variant.batchSize(),
        BatchForm.TESTING,
        BatchSettings.Arrangement.SHUFFLED,
        BatchSettings.LastBatch.DROP);
  }

  private Map<String, Object> comparable() {
    Set<Map<String, Object>> found = new HashSet<>();
    try (Hdf5ScanReader reader = new Hdf5ScanReader(new Configuration(false))) {
      for (Scan scan : variant.scans()) {
        found.add(GoldenDifferences.comparable(variant, reader.header(scan).image(), parity));
      }
    }
    assertThat(found).as("the scans of a variant are compared alike").hasSize(1);
    return found.iterator().next();
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
      offset += result.image().get(2);
    }
    assertThat(yPred.shape().get(2)).isEqualTo(offset);
  }

  private void compareMasksAndPredictions(
      Result result, int offset, Tensor yTrue, Tensor yPred, boolean onlyWherePredicted) {
    Shape shape = result.image();
    int classes = yPred.shape().get(3);
    Tensor predicted = result.scan().outputs().yPred();
    MaskVolume truth = result.scan().outputs().yTrue();
    assertThat(predicted.shape()).isEqualTo(shape.append(classes));
    assertThat(truth.classes()).isEqualTo(classes);
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
            float actual = at(predicted, h, w, d, c);
            float expected = isPaddedOtherwise ? actual : at(yPred, h, w, offset + d, c);
            boolean isSet = at(yTrue, h, w, offset + d, c) > 0;
            if (Math.abs(actual - expected) > TOLERANCE || truth.get(h, w, d, c) != isSet) {
              assertThat(actual)
                  .as("y_pred %d %d %d %d", h, w, d, c)
                  .isEqualTo(expected, within(TOLERANCE));
              assertThat(truth.get(h, w, d, c))
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
    Shape shape = result.image();
    int last = x.shape().rank() == 3 ? 1 : x.shape().get(3);
    JsonNode map = variant.json().path("map").path("x[..., d, j] is slice");
    for (int d = 0; d < shape.get(2); d++) {
      for (int j = 0; j < last; j++) {
        int slice = map.isMissingNode() ? d : map.get(d).get(j).asInt();
        for (int h = 0; h < shape.get(0); h++) {
          for (int w = 0; w < shape.get(1); w++) {
            float expected =
                x.data()[((h * shape.get(1) + w) * x.shape().get(2) + offset + d) * last + j];
            float actual = result.scan().inputs().x().get(h, w, slice);
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
