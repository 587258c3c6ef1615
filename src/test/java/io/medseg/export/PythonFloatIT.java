package io.medseg.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.metric.PythonOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers as texts against the Python interpreter itself. */
class PythonFloatIT {
  @TempDir Path folder;

  @Test
  void agreesWithPython() throws IOException, InterruptedException {
    List<Double> values = values();
    Files.write(
        folder.resolve("values.txt"),
        values.stream().map(value -> String.valueOf(Double.doubleToLongBits(value))).toList());
    PythonOracle.run(getClass(), "python_floats.py", folder);
    List<String> texts = Files.readAllLines(folder.resolve("texts.txt"));
    assertThat(texts).hasSameSizeAs(values);
    for (int i = 0; i < texts.size(); i++) {
      double value = values.get(i);
      assertThat(
              PythonFloat.repr(value)
                  + " "
                  + PythonFloat.general(value)
                  + " "
                  + PythonFloat.fixed(value, 3))
          .isEqualTo(texts.get(i));
    }
  }

  /** Of any size, as scores are, powers of two (uneven neighbours), and near ties of rounding. */
  private static List<Double> values() {
    Random random = new Random(6);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      values.add(Double.isNaN(any) ? Double.NaN : any);
      values.add(random.nextDouble());
      values.add(random.nextInt(1_000_000) / 1e6);
      values.add((random.nextInt(2_000_000) - 1_000_000) / 2000.0);
    }
    for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
      values.add(Math.scalb(1.0, exponent));
    }
    return values;
  }
}
