package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.dataset.ScanHeader;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scans cut into ranges against scans that are not. */
class RangeGathererTest {
  private static final int TRIALS = 600;

  private final ScanHeader scan = new ScanHeader(Shape.of(8, 9, 10), 3);
  private final DataLoader gaussian =
      TestScans.loader(
          "TAG",
          "PatchDataLoader",
          "IMG_SIZE",
          List.of(8, 9, 4, 1),
          "IMG_STRIDE",
          List.of(8, 9, 2),
          "BLENDING",
          "gaussian");

  @Test
  void givesTheSameBitsForAnyNumberOfRanges() throws IOException, ClassNotFoundException {
    int means = 0;
    int joined = 0;
    for (int seed = 0; seed < TRIALS; seed++) {
      RandomGather one = RandomGather.of(seed);
      Random random = new Random(seed);
      if (one.elements().isEmpty()) {
        continue;
      }
      PredictionVolume whole = one.volume();
      Gatherer gatherer = one.loader().gatherer(one.scan(), whole);
      one.add(gatherer, new ElementRange(0, one.elements().size()), random);
      MaskVolume covered = gatherer.finish();
      whole.assertEachVoxelOnce();
      if (one.blending().isMean()) {
        one.compareWithDefinition(whole);
        means++;
      }
      PredictionVolume split = one.volume();
      List<Seams> seams = gatherRanges(one, 1 + random.nextInt(8), split, random);
      one.loader().joinSeams(one.scan(), seams, split);
      split.assertEachVoxelOnce();
      assertThat(split.values()).as("seed %d", seed).containsExactly(whole.values());
      assertSame(one.loader().coverage(one.scan()), covered);
      joined += seams.stream().allMatch(Seams::isEmpty) ? 0 : 1;
    }
    assertThat(means).isGreaterThan(TRIALS / 3);
    assertThat(joined).isGreaterThan(TRIALS / 10);
  }

  /** Ranges are gathered in any order; their seams travel. */
  private static List<Seams> gatherRanges(
      RandomGather one, int parts, PredictionSink sink, Random random)
      throws IOException, ClassNotFoundException {
    List<ElementRange> ranges = one.loader().ranges(one.scan(), parts);
    assertThat(ranges).hasSizeBetween(1, parts).isSorted();
    assertThat(ranges.get(0).from()).isZero();
    assertThat(ranges.get(ranges.size() - 1).to()).isEqualTo(one.elements().size());
    Seams[] seams = new Seams[ranges.size()];
    boolean isBackwards = random.nextBoolean();
    for (int i = 0; i < seams.length; i++) {
      int at = isBackwards ? seams.length - 1 - i : i;
      ElementRange range = ranges.get(at);
      assertThat(range.from()).isEqualTo(at == 0 ? 0 : ranges.get(at - 1).to());
      RangeGatherer gatherer = one.loader().rangeGatherer(one.scan(), range, sink);
      one.add(gatherer, range, random);
      gatherer.finish();
      seams[at] = sent(gatherer.seams());
    }
    return List.of(seams);
  }

  private static Seams sent(Seams seams) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(seams);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Seams) in.readObject();
    }
  }

  private static void assertSame(MaskVolume mask, MaskVolume expected) {
    assertThat(mask == null).isEqualTo(expected == null);
    if (mask != null) {
      assertThat(mask.shape()).isEqualTo(expected.shape());
      assertThat(mask.words(0)).containsExactly(expected.words(0));
    }
  }

  @Test
  void cutsBetweenWindowsOfOneStart() {
    assertThat(gaussian.ranges(scan, 1)).containsExactly(new ElementRange(0, 4));
    assertThat(gaussian.ranges(scan, 2))
        .containsExactly(new ElementRange(0, 2), new ElementRange(2, 4));
    assertThat(gaussian.ranges(scan, 9)).hasSize(4);
    assertThatThrownBy(() -> gaussian.ranges(scan, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot cut a scan into 0 ranges");
    DataLoader patches =
        TestScans.loader(
            "TAG",
            "PatchDataLoader",
            "IMG_SIZE",
            List.of(4, 5, 4, 1),
            "BLENDING",
            "hann",
            "IMG_STRIDE",
            List.of(4, 4, 4));
    int size = patches.ranges(scan, 9).get(0).count();
    assertThat(size).isEqualTo(4);
    assertThatThrownBy(
            () -> patches.rangeGatherer(scan, new ElementRange(0, size + 1), block -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot gather elements 0 to 5 of 12 apart from the others: groups have 4");
  }

  @Test
  void leavesOnlySharedPlanesBehind() {
    RangeGatherer first = gatherer(0, 2);
    // Windows 0:4 and 2:6; the next begins at 4.
    assertThat(first.seams().bytes()).isEqualTo(2 * 8 * 9 * 2 * Float.BYTES);
    assertThat(first.seams().parts()).allMatch(part -> part.group() == 1);
    RangeGatherer second = gatherer(2, 4);
    // 4:8 and 6:10 up to 6.
    assertThat(second.seams().bytes()).isEqualTo(2 * 8 * 9 * 2 * Float.BYTES);
    assertThat(second.seams().parts()).allMatch(part -> part.group() == 2);
    assertThat(gatherer(0, 4).seams().isEmpty()).isTrue();
  }

  private RangeGatherer gatherer(int from, int to) {
    RangeGatherer gatherer = gaussian.rangeGatherer(scan, new ElementRange(from, to), block -> {});
    assertThatThrownBy(gatherer::seams).hasMessage("Seams are known after finish");
    gatherer.add(
        gaussian.scatter(scan, Purpose.INFERENCE).subList(from, to),
        Tensor.zeros(Shape.of(to - from, 8, 9, 4, 2)));
    gatherer.finish();
    return gatherer;
  }

  @Test
  void refusesSeamsThatAreMissingOrOutOfOrder() {
    Seams first = gatherer(0, 2).seams();
    Seams second = gatherer(2, 4).seams();
    assertThatThrownBy(() -> gaussian.joinSeams(scan, List.of(first), block -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Seams end at element 2 of 4");
    assertThatThrownBy(() -> gaussian.joinSeams(scan, List.of(second, first), block -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Seams of elements from 2 came where 0 was expected");
  }

  @Test
  void keepsSeamsAsTheyAreWhenTheyAreJoined() {
    List<Seams> seams = List.of(gatherer(0, 2).seams(), gatherer(2, 4).seams());
    seams.forEach(s -> s.parts().forEach(part -> Arrays.fill(part.values(), 0.25f)));
    List<Float> found = new ArrayList<>();
    gaussian.joinSeams(scan, seams, block -> found.add(block.values()[block.offset()]));
    assertThat(found).hasSize(8).containsOnly(0.25f);
    assertThat(seams.get(1).parts().get(0).values()).containsOnly(0.25f);
  }
}
