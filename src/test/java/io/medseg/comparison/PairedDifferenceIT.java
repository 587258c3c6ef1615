package io.medseg.comparison;

import io.medseg.metric.PythonOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that p values and intervals are scipy's, with ties and zeros, for few pairs and many. */
class PairedDifferenceIT {
  private static final int[] SIZES = {1, 2, 3, 5, 8, 13, 14, 20, 24, 49, 50, 51, 80, 400};

  @TempDir Path folder;

  @Test
  void agreesWithScipy() throws IOException, InterruptedException {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>();
    for (int size : SIZES) {
      for (int round = 0; round < 6; round++) {
        double shift = round * 0.1;
        lines.add(line(random.doubles(size, -1, 1).map(d -> d + shift).toArray()));
        lines.add(line(random.doubles(size, -1, 1).map(d -> rounded(d + shift)).toArray()));
      }
      lines.add(line(new double[size]));
      lines.add(line(DoubleStream.generate(() -> 0.25).limit(size).toArray()));
    }
    Files.write(folder.resolve("differences.csv"), lines);

    PythonOracle.run(getClass(), "paired_differences.py", folder, "numpy", "scipy");
  }

  /** Many are equal, some are zero; exact, so that both sides see the same ties. */
  private static double rounded(double value) {
    return Math.rint(value * 8) / 8;
  }

  private static String line(double[] differences) {
    PairedDifference found =
        PairedDifference.of("DSC", "a", new double[differences.length], differences);
    double[] first = {
      found.wilcoxon().p(), found.wilcoxon().statistic(), found.low(), found.high()
    };
    return DoubleStream.concat(Arrays.stream(first), Arrays.stream(differences))
        .mapToObj(value -> Double.toString(value).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }
}
