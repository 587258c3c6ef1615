package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Which order windows come in, and that no more is held than the layout says. */
class SlabLayoutTest {
  private static final int VOLUME = 2;
  private static final int SLICES = 1;
  private static final int W = 1;

  private static PatchGrid grid(List<Integer> sizes, List<Integer> strides, int... image) {
    return PatchGrid.covering(
        Shape.of(image), WindowSettings.of(sizes, List.of(), strides, image.length));
  }

  @Test
  void followsTheWindowNotTheVolume() {
    PatchGrid ct = grid(List.of(128, 128, 64), List.of(64, 64, 32), 512, 512, 416);
    SlabLayout layout = SlabLayout.smallest(ct, VOLUME, W, 6);
    assertThat(layout.slowAxis()).isEqualTo(2);
    assertThat(layout.carryFloats()).isEqualTo(32L * 512 * 512 * 6);
    assertThat(layout.bandFloats()).isEqualTo(64L * 128 * 512 * (6 + 1));
    PatchGrid taller = grid(List.of(128, 128, 64), List.of(64, 64, 32), 512, 512, 832);
    assertThat(SlabLayout.smallest(taller, VOLUME, W, 6).heldFloats())
        .isEqualTo(layout.heldFloats());
  }

  @Test
  void takesTheLastAxisWhereAllHoldTheSame() {
    PatchGrid cube = grid(List.of(4, 4, 4), List.of(2, 2, 2), 8, 8, 8);
    assertThat(SlabLayout.smallest(cube, VOLUME, W, 1).grid().order()).containsExactly(2, 0, 1);
  }

  @Test
  void cutsRunsOfASinkOnlyToSaveHalf() {
    PatchGrid high = grid(List.of(4, 4, 4), List.of(2, 2, 2), 12, 8, 8);
    assertThat(SlabLayout.smallest(high, VOLUME, W, 1).grid().order()).containsExactly(2, 0, 1);
    PatchGrid higher = grid(List.of(4, 4, 4), List.of(2, 2, 2), 64, 8, 8);
    assertThat(SlabLayout.smallest(higher, VOLUME, W, 1).grid().order()).containsExactly(0, 1, 2);
  }

  @Test
  void takesSlicesOneByOne() {
    PatchGrid slices = grid(List.of(4, 4, 1), List.of(2, 2, 1), 8, 8, 3);
    SlabLayout layout = SlabLayout.smallest(slices, SLICES, W, 2);
    assertThat(layout.grid().order()).containsExactly(2, 0, 1);
    assertThat(layout.heldFloats()).isEqualTo(4 * 8 * (2 + 1));
  }

  @Test
  void holdsOnlySharedRowsWhereWindowsAreAsWideAsTheVolume() {
    PatchGrid slabs = grid(List.of(8, 8, 4), List.of(8, 8, 2), 8, 8, 10);
    SlabLayout layout = SlabLayout.smallest(slabs, VOLUME, W, 1);
    assertThat(layout.heldFloats()).isEqualTo(2 * 8 * 8 + 4 * 8 * 2);
  }

  @Test
  void ordersElementsByTheSlowestAxisOnlyWhereMeansAreTaken() {
    ScanHeader scan = new ScanHeader(Shape.of(8, 8, 6), 3);
    for (String blending : List.of("gaussian", "average", "hann", "last", "crop")) {
      Experiment experiment =
          TestScans.experiment(
              Parity.NONE,
              "TAG",
              "PatchDataLoader",
              "IMG_SIZE",
              List.of(4, 4, 2, 1),
              "IMG_STRIDE",
              List.of(2, 2, 1),
              "BLENDING",
              blending);
      DataLoader loader = DataLoaders.create(experiment);
      int slow = Blending.of(experiment).isMean() ? 2 : 0;
      assertThat(loader.scatter(scan, Purpose.INFERENCE))
          .extracting(element -> element.region().start(slow))
          .isSorted();
      assertThat(loader.scatter(scan, Purpose.TRAINING))
          .extracting(element -> element.region().start(0))
          .isSorted();
    }
  }

  @Test
  void findsTheWindowOfAnElement() {
    PatchGrid grid = grid(List.of(4, 3, 2), List.of(2, 1, 1), 8, 5, 4).ordered(List.of(2, 0, 1));
    List<Element> elements = grid.elements();
    for (int i = 0; i < elements.size(); i++) {
      int[] at = grid.position(i);
      for (int axis = 0; axis < 3; axis++) {
        assertThat(elements.get(i).region().start(axis))
            .isEqualTo(grid.axes().get(axis).clippedStart(at[axis]));
      }
    }
  }

  /** Nor is anything handed on too early or, at the end of a group, too late. */
  @Test
  void holdsWhatTheFormulaSays() {
    int compared = 0;
    for (int seed = 0; seed < 300; seed++) {
      RandomGather one = RandomGather.of(seed);
      GatherPlan plan = ((WindowLoader) one.loader()).plan(one.scan());
      SlabLayout layout = plan.layout();
      if (layout == null || one.elements().isEmpty()) {
        continue;
      }
      Handed handed = new Handed(plan.target());
      BlendingAssembly assembly = (BlendingAssembly) plan.assembly(plan.whole(), handed::take);
      for (Element element : plan.target().elements()) {
        assembly.add(element, constant(element.region()));
        boolean isLast = (element.index() + 1) % layout.groupSize() == 0;
        handed.checkAfter(element.index(), isLast);
      }
      assertThat(assembly.finish()).isEmpty();
      assertThat(assembly.heldFloats()).isPositive().isLessThanOrEqualTo(layout.heldFloats());
      if (layout.fast().count() > 1) {
        assertThat(assembly.heldFloats()).as("seed %d", seed).isEqualTo(layout.heldFloats());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(50);
  }

  private static PredictionBlock constant(Region region) {
    return new PredictionBlock(region, new float[] {0.3f, 0.7f}, 0, 0, 0, 0, 2);
  }

  /** Voxels that were handed on, in the order of the grid's axes. */
  private static final class Handed {
    private final List<Element> windows;
    private final Shape image;
    private final BitSet voxels = new BitSet();

    Handed(PatchGrid grid) {
      this.windows = grid.elements();
      this.image = grid.image();
    }

    private void forEach(Region region, IntConsumer action) {
      for (int h = region.start(0); h < region.stop(0); h++) {
        for (int w = region.start(1); w < region.stop(1); w++) {
          for (int d = region.start(2); d < region.stop(2); d++) {
            action.accept((h * image.get(1) + w) * image.get(2) + d);
          }
        }
      }
    }

    void take(PredictionBlock block) {
      assertThat(block.values()[block.offset()]).as("agreed on by all").isEqualTo(0.3f);
      assertThat(block.values()[block.offset() + 1]).isEqualTo(0.7f);
      forEach(block.region(), voxels::set);
    }

    void checkAfter(int index, boolean isEndOfGroup) {
      BitSet open = new BitSet();
      for (Element later : windows.subList(index + 1, windows.size())) {
        forEach(later.region(), open::set);
      }
      assertThat(voxels.intersects(open)).as("too early").isFalse();
      if (isEndOfGroup) {
        BitSet begun = new BitSet();
        for (Element earlier : windows.subList(0, index + 1)) {
          forEach(earlier.region(), begun::set);
        }
        begun.andNot(open);
        assertThat(voxels).as("at the end of a group").isEqualTo(begun);
      }
    }
  }
}
