package io.medseg.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.hdf5.Hdf5Writer;
import io.medseg.metric.PythonOracle;
import io.medseg.volume.Affine;
import io.medseg.volume.Orientation;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** h5py and nibabel read back what was exported (tools/check_export.py). */
class ExportIT {
  private static final int SCANS = 12;

  @TempDir private Path temporary;
  private final Configuration hadoop = new Configuration(false);

  @Test
  void probabilitiesAsFloats() throws Exception {
    export("pred,nifti", Map.of("probs", "float"), "--nifti-probs");
  }

  @Test
  void probabilitiesAsHalves() throws Exception {
    export("pred", Map.of("probs", "half"), "--probs", "half");
  }

  @Test
  void labelsAlone() throws Exception {
    export(
        "pred,nifti",
        Map.of("probs", "none", "overlap", "separate"),
        "--probs",
        "none",
        "--overlap",
        "separate");
  }

  private void export(String writers, Map<String, String> options, String... arguments)
      throws Exception {
    Hdf5Writer expected = new Hdf5Writer();
    for (int seed = 0; seed < SCANS; seed++) {
      try (TestScan scan = scan(seed)) {
        Segmentation segmentation = scan.segmentation();
        OutputFolder out =
            OutputFolder.ofScan(
                new org.apache.hadoop.fs.Path(temporary.toString(), "run"),
                segmentation.scanId(),
                hadoop);
        SegmentationWriters.parse(writers, WriterSettings.parse(options))
            .forEach(writer -> writer.write(segmentation, out));
        expect(expected, scan);
      }
    }
    Path file = temporary.resolve("expected.h5");
    expected.write(new org.apache.hadoop.fs.Path(file.toString()), hadoop);
    List<String> command = new ArrayList<>(List.of(file.toString(), temporary + "/run"));
    command.addAll(List.of(arguments));
    assertThat(
            PythonOracle.runTool("check_export.py", command, temporary, "h5py", "nibabel", "numpy"))
        .startsWith(SCANS + " scans, ")
        .endsWith(" files agree\n");
  }

  /** Every fourth lies in an unknown way, every other fourth has sheared axes. */
  private TestScan scan(int seed) {
    Random random = new Random(seed);
    Affine affine =
        switch (seed % 4) {
          case 0 -> null;
          case 1 -> Affine.of(Orientation.parse("SI AP LR"), new Spacing(0.3125, 0.3125, 1.5));
          default -> affine(random, seed % 4 == 2 ? 0 : 0.2);
        };
    Spacing spacing = affine == null ? new Spacing(0.25, 1.75, 3.5) : affine.spacing();
    return seed == 3
        ? TestScan.of(random, Shape.of(600, 500, 3), 2, temporary, affine, spacing)
        : TestScan.random(seed, temporary, affine, spacing);
  }

  /** A random turn, perhaps mirrored, of random voxels. */
  private static Affine affine(Random random, double shear) {
    double[] q = {
      random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian()
    };
    double s = 2 / (q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double[] mm = {0.5 + random.nextDouble(), 1 + random.nextDouble(), -2 - random.nextDouble()};
    double third = random.nextBoolean() ? mm[2] : -mm[2];
    double xy = s * q[1] * q[2];
    double xz = s * q[1] * q[3];
    double yz = s * q[2] * q[3];
    double wx = s * q[0] * q[1];
    double wy = s * q[0] * q[2];
    double wz = s * q[0] * q[3];
    double xx = s * q[1] * q[1];
    double yy = s * q[2] * q[2];
    double zz = s * q[3] * q[3];
    return Affine.of(
        new double[][] {
          {(1 - yy - zz) * mm[0], (xy - wz) * mm[1] + shear, (xz + wy) * third, -90.5},
          {(xy + wz) * mm[0], (1 - xx - zz) * mm[1] + shear, (yz - wx) * third, 126},
          {(xz - wy) * mm[0], (yz + wx) * mm[1], (1 - xx - yy) * third, -72.25},
          {0, 0, 0, 1}
        });
  }

  private static void expect(Hdf5Writer file, TestScan scan) {
    Segmentation segmentation = scan.segmentation();
    String group = segmentation.scanId() + "/";
    Shape shape = segmentation.shape().append(segmentation.classes().size());
    Spacing mm = segmentation.spacing();
    file.bytes(group + "labels", shape, scan.labelBytes());
    file.floats(group + "probs", shape, scan.probabilities());
    file.floats(
        group + "spacing",
        Shape.of(3),
        new float[] {(float) mm.height(), (float) mm.width(), (float) mm.depth()});
    if (segmentation.affine() != null) {
      float[] affine = new float[16];
      for (int i = 0; i < 16; i++) {
        affine[i] = (float) segmentation.affine().get(i / 4, i % 4);
      }
      file.floats(group + "affine", Shape.of(4, 4), affine);
    }
  }

  @Test
  void theToolFindsDifferences() throws Exception {
    try (TestScan scan = scan(1)) {
      Segmentation right = scan.segmentation();
      OutputFolder out =
          OutputFolder.ofScan(
              new org.apache.hadoop.fs.Path(temporary.toString(), "run"), right.scanId(), hadoop);
      new PredWriter(WriterSettings.DEFAULT).write(right, out);
      byte[] labels = scan.labelBytes();
      labels[labels.length / 2] ^= 1;
      Path file = temporary.resolve("expected.h5");
      new Hdf5Writer()
          .bytes(right.scanId() + "/labels", right.shape().append(right.classes().size()), labels)
          .write(new org.apache.hadoop.fs.Path(file.toString()), hadoop);
      assertThat(
              PythonOracle.runTool(
                  "check_export.py",
                  List.of(file.toString(), temporary + "/run"),
                  temporary,
                  "h5py",
                  "nibabel",
                  "numpy"))
          .contains(right.scanId() + ".pred labels values differ");
    }
    assertThat(Files.exists(temporary.resolve("run/predictions"))).isTrue();
  }
}
