package io.medseg.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.MaskVolume;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepsTest {
  private static final ClassNames ONE = new ClassNames(List.of("tibial cartilage"), List.of("tc"));

  @ParameterizedTest
  @EnumSource
  void keepLargestKeepsTheFirstOfTheGreatest(Neighbours neighbours) {
    Random random = new Random(100 + neighbours.count());
    for (int round = 0; round < 100; round++) {
      MaskVolume mask = TestMasks.random(random);
      MaskVolume expected = empty(mask);
      List<int[]> greatest = List.of();
      for (List<int[]> component : FloodFill.components(mask, neighbours)) {
        greatest = component.size() > greatest.size() ? component : greatest;
      }
      set(expected, greatest);

      apply("keep-largest:" + neighbours.count(), mask);

      assertThat(mask).as("round %d", round).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void minSizeKeepsWhatHasAtLeastThatManyVoxels(Neighbours neighbours) {
    Random random = new Random(200 + neighbours.count());
    for (int round = 0; round < 100; round++) {
      MaskVolume mask = TestMasks.random(random);
      int least = 1 + random.nextInt(6);
      MaskVolume expected = empty(mask);
      FloodFill.components(mask, neighbours).stream()
          .filter(component -> component.size() >= least)
          .forEach(component -> set(expected, component));

      apply("min-size:%d=%d".formatted(neighbours.count(), least), mask);

      assertThat(mask).as("round %d", round).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fillHolesFillsGapsThatDoNotReachTheBorder(Neighbours neighbours) {
    Random random = new Random(300 + neighbours.count());
    for (int round = 0; round < 100; round++) {
      MaskVolume mask = TestMasks.random(random);
      MaskVolume expected = empty(mask);
      FloodFill.components(mask, neighbours).forEach(component -> set(expected, component));
      FloodFill.gaps(mask, neighbours).stream()
          .filter(gap -> gap.stream().noneMatch(voxel -> atBorder(voxel, mask)))
          .forEach(gap -> set(expected, gap));

      apply("fill-holes:" + neighbours.count(), mask);

      assertThat(mask).as("round %d", round).isEqualTo(expected);
    }
  }

  @Test
  void aHoleHasToBeClosedInThreeDimensions() {
    String solid = "#####/#####/#####/#####/#####";
    String ring = "#####/#...#/#...#/#...#/#####";
    MaskVolume closed = TestMasks.drawn(solid, ring, solid);
    MaskVolume tube = TestMasks.drawn(ring, ring, ring);

    apply("fill-holes", closed);
    apply("fill-holes", tube);

    assertThat(closed).isEqualTo(TestMasks.drawn(solid, solid, solid));
    assertThat(tube).isEqualTo(TestMasks.drawn(ring, ring, ring));
  }

  @Test
  void stepsAreAppliedInTheirOrder() {
    String closed = ".###./.#.#./.###.";
    MaskVolume shell = TestMasks.drawn(".###./.###./.###.", closed, ".###./.###./.###.");
    MaskVolume same = TestMasks.drawn(".###./.###./.###.", closed, ".###./.###./.###.");

    apply("min-size=27,fill-holes", shell);
    apply("fill-holes,min-size=27", same);

    assertThat(shell.count(0)).isZero();
    assertThat(same.count(0)).isEqualTo(27);
  }

  @Test
  void onlyTheClassesNamedAreChanged() {
    MaskVolume one = TestMasks.drawn("#.##");
    MaskVolume three = one.collate(List.of(new int[] {0, 0}, new int[] {0, 0}, new int[] {0, 0}));
    ClassNames names = new ClassNames(List.of("a", "b", "c"), List.of("a", "b", "c"));

    PostProcesses.parse("keep-largest=c,1", names).apply(three);

    assertThat(three.count(0)).isEqualTo(2);
    assertThat(three.count(1)).isEqualTo(3);
    assertThat(three.count(2)).isEqualTo(2);
  }

  private static void apply(String text, MaskVolume mask) {
    PostProcesses.parse(text, ONE).apply(mask);
  }

  private static MaskVolume empty(MaskVolume like) {
    return MaskVolume.empty(like.shape().get(0), like.shape().get(1), like.shape().get(2), 1);
  }

  private static void set(MaskVolume mask, List<int[]> voxels) {
    voxels.forEach(voxel -> mask.set(voxel[0], voxel[1], voxel[2], 0));
  }

  private static boolean atBorder(int[] voxel, MaskVolume mask) {
    for (int axis = 0; axis < 3; axis++) {
      if (voxel[axis] == 0 || voxel[axis] == mask.shape().get(axis) - 1) {
        return true;
      }
    }
    return false;
  }
}
