package io.medseg.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.metric.PythonOracle;
import io.medseg.volume.Affine;
import io.medseg.volume.Orientation;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ITK, which takes rotations alone, opens what was exported (tools/check_itk.py), whatever rounding
 * or shear the affine has.
 */
class ItkIT {
  private static final Shape SHAPE = Shape.of(48, 40, 20);

  /** A turn about an oblique axis. */
  private static final double[][] TURN = turn(0.3, -0.8, 2.1);

  @TempDir private Path temporary;

  @Test
  void opensEveryAffine() throws Exception {
    Map<String, Affine> affines = new LinkedHashMap<>();
    affines.put("orientation", Affine.of(Orientation.parse("LPS"), new Spacing(0.3, 0.3, 0.7)));
    affines.put("oblique", affine(0.8, 0.8, 1.2, 1e-12));
    affines.put("mirrored", affine(-0.8, 0.8, 1.2, 1e-12));
    affines.put("rounded6", affine(0.8, 0.7, 1.2, 1e-6));
    affines.put("rounded3", affine(0.8, 0.8, 1.2, 1e-3));
    affines.put("rounded2mirrored", affine(0.8, 0.8, -1.2, 1e-2));
    affines.put("micrometres", affine(0.0003, 0.0003, 0.0007, 1e-12));
    affines.put("micrometres6", affine(0.0003, 0.0003, 0.0007, 1e-6));
    affines.put("sheared", sheared(0.1));
    affines.put("steep", sheared(2));
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, Affine> one : affines.entrySet()) {
      files.add(written(one.getKey(), one.getValue()));
    }

    List<String> lines =
        PythonOracle.runTool("check_itk.py", files, temporary, "SimpleITK", "nibabel", "numpy")
            .lines()
            .toList();
    assertThat(lines).hasSize(affines.size()).allMatch(line -> line.contains(" same "));
    List<String> names = List.copyOf(affines.keySet());
    for (int i = 0; i < names.size(); i++) {
      double apart = Double.parseDouble(lines.get(i).substring(lines.get(i).lastIndexOf(' ')));
      // Less than half a voxel where the numbers are only rounded.
      double least = names.get(i).startsWith("sheared") || names.get(i).equals("steep") ? 1 : 0;
      double most = least == 1 ? 99 : names.get(i).startsWith("rounded") ? 0.2 : 1e-4;
      assertThat(apart).as(names.get(i)).isBetween(least, most);
    }
  }

  private String written(String name, Affine affine) throws Exception {
    try (TestScan scan =
        TestScan.of(new Random(1), SHAPE, 2, temporary, affine, affine.spacing())) {
      Path run = temporary.resolve(name);
      OutputFolder out =
          OutputFolder.ofScan(
              new org.apache.hadoop.fs.Path(run.toString()),
              scan.segmentation().scanId(),
              new Configuration(false));
      new NiftiWriter(WriterSettings.DEFAULT).write(scan.segmentation(), out);
      return run.resolve("predictions/" + scan.segmentation().scanId() + ".nii.gz").toString();
    }
  }

  private static Affine sheared(double shear) {
    return Affine.of(new double[][] {{1, shear, 0, 5}, {0, 1, 0, 6}, {0, 0, 2, 7}, {0, 0, 0, 1}});
  }

  /** Voxels of this size, turned, as rows of numbers that were rounded to a unit. */
  private static Affine affine(double h, double w, double d, double unit) {
    double[] mm = {h, w, d};
    double[][] rows = {new double[4], new double[4], new double[4], {0, 0, 0, 1}};
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        rows[row][column] = Math.rint(TURN[row][column] * mm[column] / unit) * unit;
      }
      rows[row][3] = 10 * row - 7;
    }
    return Affine.of(rows);
  }

  private static double[][] turn(double a, double b, double c) {
    double[][] x = {
      {1, 0, 0}, {0, Math.cos(a), -Math.sin(a)}, {0, Math.sin(a), Math.cos(a)},
    };
    double[][] y = {
      {Math.cos(b), 0, Math.sin(b)}, {0, 1, 0}, {-Math.sin(b), 0, Math.cos(b)},
    };
    double[][] z = {
      {Math.cos(c), -Math.sin(c), 0}, {Math.sin(c), Math.cos(c), 0}, {0, 0, 1},
    };
    return product(product(x, y), z);
  }

  private static double[][] product(double[][] one, double[][] other) {
    double[][] product = new double[3][3];
    for (int i = 0; i < 27; i++) {
      product[i / 9][i / 3 % 3] += one[i / 9][i % 3] * other[i % 3][i / 3 % 3];
    }
    return product;
  }
}
