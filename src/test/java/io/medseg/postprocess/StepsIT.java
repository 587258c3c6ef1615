package io.medseg.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.metric.PythonOracle;
import io.medseg.volume.MaskVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components, holes and small pieces of random volumes against scipy. */
class StepsIT {
  private static final int CASES = 60;
  private static final int MIN_SIZE = 4;
  private static final ClassNames ONE = new ClassNames(List.of("a"), List.of("a"));
  private static final List<String> STEPS = List.of("keep-largest", "fill-holes", "min-size");

  @TempDir Path folder;

  @Test
  void agreeWithScipy() throws IOException, InterruptedException {
    Random random = new Random(21);
    List<MaskVolume> masks = new ArrayList<>();
    List<Neighbours> neighbours = new ArrayList<>();
    List<Map<String, Object>> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      masks.add(mask(random, i));
      neighbours.add(Neighbours.values()[i % 3]);
      cases.add(
          Map.of("shape", masks.get(i).shape().toArray(), "rank", i % 3 + 1, "min_size", MIN_SIZE));
      Files.write(folder.resolve(i + ".mask"), bytes(masks.get(i)));
    }
    ObjectMapper json = new ObjectMapper();
    json.writeValue(folder.resolve("cases.json").toFile(), cases);
    PythonOracle.run(getClass(), "scipy_steps.py", folder, "numpy", "scipy");
    int[] counts = json.readValue(folder.resolve("counts.json").toFile(), int[].class);
    for (int i = 0; i < CASES; i++) {
      assertThat(Components.of(masks.get(i), 0, neighbours.get(i)).count())
          .as("components of case %d", i)
          .isEqualTo(counts[i]);
      for (String step : STEPS) {
        assertThat(changed(masks.get(i), step, neighbours.get(i)))
            .as("%s of case %d", step, i)
            .isEqualTo(Files.readAllBytes(folder.resolve(i + "." + step)));
      }
    }
  }

  /** Every fifth is a large one. Densities about where pieces, holes and one large part meet. */
  private static MaskVolume mask(Random random, int i) {
    int most = i % 5 == 0 ? 80 : 14;
    return TestMasks.noise(
        random,
        1 + random.nextInt(most),
        1 + random.nextInt(2 * most),
        1 + random.nextInt(20),
        0.05 + 0.9 * random.nextDouble());
  }

  private static byte[] changed(MaskVolume mask, String step, Neighbours neighbours) {
    MaskVolume copy = mask.collate(List.of(new int[] {0, 0}));
    String value = step.equals("min-size") ? "=" + MIN_SIZE : "";
    PostProcesses.parse(step + ":" + neighbours.count() + value, ONE).apply(copy);
    return bytes(copy);
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
