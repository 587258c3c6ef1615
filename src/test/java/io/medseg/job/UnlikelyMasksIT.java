package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.hdf5.Hdf5Writer;
import io.medseg.volume.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that masks of label numbers, probabilities or marks are refused, scan by scan, by every
 * job that makes classes of them, unless somebody says that they are meant; and that masks of 0 and
 * one other value are not.
 */
class UnlikelyMasksIT {
  private static final Shape IMAGE = Shape.of(64, 64, 8);
  private static final String MEANT = "; if every value but 0 is meant to be in the class, ";

  @TempDir static Path folder;

  private static Phantoms phantoms;

  @BeforeAll
  static void write() {
    phantoms = Phantoms.in(folder).volumes(1);
    masks(2, 0, 1, 2, 3);
    masks(3, 0.05f, 0.95f, 1);
    masks(4, 0, 255);
    masks(5, -1, 0, 1);
    masks(6, 1, 1, 1);
    masks(7, 1, 2);
    // The slices of one scan: each file alone has two values.
    phantoms.slices(1);
    for (int slice = 1; slice <= 2; slice++) {
      float[] values = new float[64 * 64 * 4];
      values[3] = slice;
      phantoms.hdf5(
          "slices/0000001_V00-Aug00_00%d.seg".formatted(slice),
          new Hdf5Writer().floats("data", Shape.of(64, 64, 4), values));
    }
  }

  /** A scan whose first mask channel holds these values in turn, the others 0. */
  private static void masks(int scan, float... values) {
    float[] masks = new float[(int) IMAGE.append(4).elements()];
    for (int voxel = 0; voxel < masks.length / 4; voxel++) {
      masks[4 * voxel] = values[voxel % values.length];
    }
    phantoms.hdf5(
        "volumes/" + Phantoms.id(scan) + ".h5",
        new Hdf5Writer()
            .floats("volume", IMAGE, new float[(int) IMAGE.elements()])
            .floats("seg", IMAGE.append(4), masks));
  }

  private static Map<String, String> failures(List<String> arguments, String output) {
    JobRunner.local().run(arguments);
    Map<String, String> failures = new TreeMap<>();
    new Results(folder.resolve(output))
        .failures()
        .forEach((scan, row) -> failures.put(scan.substring(6, 7), row.get(1)));
    return failures;
  }

  @Test
  void failTheirScansInEvaluations() {
    for (String split : new String[] {"never", "2"}) {
      Map<String, String> failures =
          failures(
              phantoms.evaluate("out" + split, "--split-scans=" + split, "TEST_METRICS", "['DSC']"),
              "out" + split);
      assertThat(failures).containsOnlyKeys("2", "3", "5", "7");
      assertThat(failures.get("2")).contains(values(2, "1, 2, 3"), MEANT);
      assertThat(failures.get("3")).contains(values(3, "0.05, 0.95, 1"));
      assertThat(failures.get("5")).contains(values(5, "-1, 1"));
      assertThat(failures.get("7")).contains(values(7, "1, 2"));
    }
  }

  /** The file is named as the layout lists it, with or without its file system. */
  private static String values(int scan, String values) {
    return Phantoms.id(scan) + ".h5 holds " + values + " beside 0;";
  }

  @Test
  void valuesOverTheSlicesOfAScanAreThoseOfOneChannel() {
    Map<String, String> failures =
        failures(phantoms.evaluate("slices-out", "TEST_DATASET", "slices"), "slices-out");

    assertThat(failures.get("1"))
        .startsWith("Cannot use the masks of scan 0000001_V00: channel 3 of dataset data of ")
        .contains("0000001_V00-Aug00_002.seg holds 1, 2 beside 0;");
  }

  @Test
  void areTakenWhereTheyAreMeant() {
    JobRunner.local().run(phantoms.evaluate("parity", "--parity=medsegpy")).fine();
    List<String> notAsked = phantoms.evaluate("other", "CATEGORIES", "((1,2),3,(1,2,3))");
    JobRunner.local().run(notAsked).fine();
    phantoms.write(
        "meant.yaml",
        """
        datasets:
          - name: volumes
            root: volumes
            layout: volumes
            mask_values: nonzero
            scans:
              0000002_V00: {scan_mask_values: binary}
        """);
    String catalog = "--datasets=" + phantoms.path("meant.yaml");

    assertThat(failures(phantoms.evaluate("meant", catalog), "meant")).containsOnlyKeys("2");
    // What was taken in one run is not taken from the ledger once it is not meant any more.
    assertThat(failures(phantoms.evaluate("meant", "--resume"), "meant"))
        .containsOnlyKeys("2", "3", "5", "7");
  }

  @Test
  void failTheirScansInTrainingData() {
    Map<String, String> shards = failures(phantoms.preprocess("shards", "SEED", "7"), "shards");
    Map<String, String> scans =
        failures(phantoms.preprocess("scans", "--format=h5-slices", "SEED", "7"), "scans");

    assertThat(shards).containsOnlyKeys("2", "3", "5", "7");
    assertThat(shards.get("2")).contains(values(2, "1, 2, 3"));
    assertThat(scans).containsOnlyKeys("2", "3", "5", "7");
    assertThat(scans.get("3")).contains(values(3, "0.05, 0.95, 1"));
  }
}
