package io.medseg.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Surface distances of random volumes against scipy by medpy's definitions. */
class SurfaceDistancesIT {
  private static final int CASES = 36;
  private static final double[][] SPACINGS = {
    {1, 1, 1}, {0.3125, 0.3125, 0.7}, {0.5, 0.4, 1.5}, {3, 0.1, 0.9}
  };
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final Random random = new Random(11);
  private final RandomMasks masks = new RandomMasks(12);

  @Test
  void agreeWithScipy() throws IOException, InterruptedException {
    List<MaskComparison> comparisons = new ArrayList<>();
    List<Map<String, Object>> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      int[] shape = shape(i);
      MaskVolume prediction = masks.next(shape[0], shape[1], shape[2]);
      MaskVolume truth = masks.next(shape[0], shape[1], shape[2]);
      double[] mm = SPACINGS[i % SPACINGS.length];
      Connectivity connectivity = Connectivity.values()[i % 5 == 0 ? random.nextInt(3) : 0];
      comparisons.add(
          new MaskComparison(prediction, truth, 0, new Spacing(mm[0], mm[1], mm[2]), connectivity));
      cases.add(Map.of("shape", shape, "spacing", mm, "connectivity", connectivity.ordinal() + 1));
      Files.write(folder.resolve(i + ".prediction"), bytes(prediction));
      Files.write(folder.resolve(i + ".truth"), bytes(truth));
    }
    JSON.writeValue(folder.resolve("cases.json").toFile(), cases);
    PythonOracle.run(getClass(), "scipy_distances.py", folder, "numpy", "scipy");
    JsonNode results = JSON.readTree(folder.resolve("results.json").toFile());
    assertThat(results).hasSize(CASES);
    for (int i = 0; i < CASES; i++) {
      check("case " + i, comparisons.get(i), results.get(i));
    }
  }

  /** Every fourth volume is a large one, every sixth a single slice. */
  private int[] shape(int i) {
    int most = i % 4 == 0 ? 90 : 12;
    return new int[] {
      1 + random.nextInt(most),
      1 + random.nextInt(2 * most),
      i % 6 == 0 ? 1 : 2 + random.nextInt(30)
    };
  }

  private static void check(String name, MaskComparison found, JsonNode expected) {
    SurfaceDistances distances = found.surfaceDistances();
    checkDirection(name, distances.predictionToTruth(), expected, 0);
    checkDirection(name, distances.truthToPrediction(), expected, 1);
    for (Metric metric : List.of(new Assd(), new AssdPooled())) {
      double value = expected.get(metric.name()).asDouble();
      assertThat(metric.value(found))
          .as(name + " " + metric.name())
          .isCloseTo(value, within(1e-12 * value));
    }
  }

  private static void checkDirection(String name, double[] found, JsonNode expected, int side) {
    assertThat(found).as(name).hasSize(expected.get("sizes").get(side).asInt());
    double greatest = expected.get("maxima").get(side).asDouble();
    assertThat(Arrays.stream(found).max().orElseThrow())
        .as(name)
        .isCloseTo(greatest, within(1e-12 * greatest));
  }

  private static byte[] bytes(MaskVolume mask) {
    byte[] bytes = new byte[(int) mask.shape().elements()];
    int i = 0;
    for (int h = 0; h < mask.shape().get(0); h++) {
      for (int w = 0; w < mask.shape().get(1); w++) {
        for (int d = 0; d < mask.shape().get(2); d++) {
          bytes[i++] = (byte) (mask.get(h, w, d, 0) ? 1 : 0);
        }
      }
    }
    return bytes;
  }
}
