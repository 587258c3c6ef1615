package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.loader.DataLoader;
import io.medseg.loader.DefaultDataLoader;
import io.medseg.transform.MedTransform;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Proves that scans are cut where that ends a run sooner, and only there. */
class ScanSplitTest {
  private static final DataLoader SLICES =
      new DefaultDataLoader(
          Experiment.of(
              Map.of(
                  "TAG",
                  "DefaultDataLoader",
                  "CATEGORIES",
                  List.of(0),
                  "IMG_SIZE",
                  List.of(4, 4, 1)),
              Parity.NONE));

  /** Scans of these numbers of slices, the largest first. */
  private static List<PlannedScan> scans(int... slices) {
    List<PlannedScan> scans = new ArrayList<>();
    for (int i = 0; i < slices.length; i++) {
      String file = i + ".h5";
      Scan scan =
          new Scan(
              "%07d_V00".formatted(i),
              null,
              new ScanSource.VolumeFile(file, "volume", file, "seg"),
              1,
              Map.of());
      scans.add(
          new PlannedScan(
              scan, new ScanHeader(Shape.of(4, 4, slices[i]), 1), slices[i], slices[i], 1));
    }
    return Balance.order(scans);
  }

  private static double ofPerfect(List<ScanShare> shares, int slots) {
    long total = shares.stream().mapToLong(ScanShare::cost).sum();
    return Balance.longest(shares, slots) * slots / (double) total;
  }

  @Test
  void oneScanOfHalfTheWorkIsCut() {
    int[] slices = new int[20];
    java.util.Arrays.fill(slices, 16);
    slices[0] = 19 * 16;

    List<ScanShare> shares = ScanSplit.AUTO.shares(scans(slices), SLICES, 8);

    assertThat(ofPerfect(ScanSplit.NEVER.shares(scans(slices), SLICES, 8), 8)).isEqualTo(4.0);
    assertThat(ofPerfect(shares, 8)).isLessThan(1.08);
    assertThat(shares.stream().filter(share -> share.shares() == 1)).hasSize(19);
  }

  @Test
  void scansThatFillTheSlotsAreNotCut() {
    assertThat(ScanSplit.AUTO.shares(scans(16, 16, 16, 16), SLICES, 2)).hasSize(4);
    assertThat(ScanSplit.AUTO.shares(scans(16, 16), SLICES, 2)).hasSize(2);
    assertThat(ScanSplit.AUTO.shares(scans(16), SLICES, 1)).hasSize(1);
  }

  @Test
  void aLoneScanIsSpreadOverAllSlots() {
    List<ScanShare> shares = ScanSplit.AUTO.shares(scans(160), SLICES, 4);

    assertThat(ofPerfect(shares, 4)).isLessThan(1.05);
  }

  @Test
  void everyElementIsInOneShare() {
    Random random = new Random(3);
    for (int trial = 0; trial < 200; trial++) {
      int[] slices = random.ints(1 + random.nextInt(9), 1, 200).toArray();
      int slots = 1 + random.nextInt(12);
      List<PlannedScan> scans = scans(slices);
      List<ScanShare> shares = ScanSplit.AUTO.shares(scans, SLICES, slots);

      for (int scan = 0; scan < slices.length; scan++) {
        int ordinal = scan;
        List<ScanShare> own =
            shares.stream()
                .filter(share -> share.ordinal() == ordinal)
                .sorted(java.util.Comparator.comparingInt(share -> share.range().from()))
                .toList();
        int next = 0;
        for (ScanShare share : own) {
          assertThat(share.shares()).isEqualTo(own.size());
          assertThat(share.range().from()).isEqualTo(next);
          next = share.range().to();
        }
        assertThat(next).isEqualTo(scans.get(scan).elements());
      }
      List<ScanShare> uncut = ScanSplit.NEVER.shares(scans, SLICES, slots);
      assertThat(Balance.longest(shares, slots)).isLessThanOrEqualTo(Balance.longest(uncut, slots));
    }
  }

  /** A part would begin a batch of its own, and its elements be normalised with others. */
  @Test
  void aScanWhoseElementsDependOnTheirBatchIsNeverCut() {
    List<Integer> all = List.of(0, 1, 2, 3);
    assertThat(sharesOfOneScan("ZeroMeanNormalization", Map.of("axis", all))).isEqualTo(1);
    assertThat(sharesOfOneScan("ZeroMeanNormalization", Map.of("axis", 0))).isEqualTo(1);
    assertThat(sharesOfOneScan("ZeroMeanNormalization", Map.of("axis", List.of(1, -4))))
        .isEqualTo(1);
    assertThat(sharesOfOneScan("FlipTransform", Map.of("axis", 0))).isEqualTo(1);
    assertThat(sharesOfOneScan(Unstated.class.getName(), Map.of())).isEqualTo(1);
    assertThat(sharesOfOneScan("ZeroMeanNormalization", Map.of("axis", List.of(1, 2))))
        .isEqualTo(8);
    assertThat(sharesOfOneScan("FlipTransform", Map.of("axis", 1))).isEqualTo(8);
    assertThat(sharesOfOneScan("AffineNormalization", Map.of("scale", 2))).isEqualTo(8);
    assertThat(sharesOfOneScan("Windowing", Map.of("bounds", List.of(List.of(0, 1))))).isEqualTo(8);
  }

  private static int sharesOfOneScan(String transform, Map<String, Object> arguments) {
    DataLoader loader =
        new DefaultDataLoader(
            Experiment.of(
                Map.of(
                    "CATEGORIES",
                    List.of(0),
                    "IMG_SIZE",
                    List.of(4, 4, 1),
                    "PREPROCESSING",
                    List.of(transform),
                    "PREPROCESSING_ARGS",
                    List.of(arguments)),
                Parity.NONE));
    int forced = new ScanSplit(8).shares(scans(160), loader, 4).size();
    // Two parts for each of four slots are tried first.
    assertThat(ScanSplit.AUTO.shares(scans(160), loader, 4)).hasSize(forced);
    return forced;
  }

  /** Says nothing of batches. */
  public static final class Unstated implements MedTransform {
    /** Takes no arguments. */
    public Unstated(Map<String, Object> arguments) {}

    @Override
    public Tensor apply(Tensor images) {
      return images;
    }
  }
}
