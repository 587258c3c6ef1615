package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectSplitTest {
  private static Scan scan(String id, String subject) {
    return new Scan(id, subject, new ScanSource.Refused("a.h5", "only its name"), 1, Map.of());
  }

  private static List<Scan> scans(String... ids) {
    return java.util.Arrays.stream(ids).map(id -> scan(id, null)).toList();
  }

  private static List<Scan> subjects(int count) {
    List<Scan> scans = new ArrayList<>();
    for (int subject = 0; subject < count; subject++) {
      scans.add(scan("%07d_V00".formatted(subject), null));
    }
    return scans;
  }

  /** Subjects with any number of time points and copies, some without a name, in any order. */
  private static List<Scan> random(int subjects, Random random) {
    List<Scan> scans = new ArrayList<>();
    for (int subject = 0; subject < subjects; subject++) {
      for (int visit = 0; visit <= random.nextInt(6); visit++) {
        String id = "%07d_V%02d".formatted(subject, visit);
        scans.add(scan(id, random.nextBoolean() ? null : "%07d".formatted(subject)));
        if (random.nextBoolean()) {
          scans.add(scan(id + "-Aug01", null));
        }
      }
    }
    java.util.Collections.shuffle(scans, random);
    return scans;
  }

  @Test
  void noSubjectIsOnTwoSides() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Scan> scans = random(10 + random.nextInt(60), random);
      SubjectSplit split =
          random.nextBoolean()
              ? SubjectSplit.parse("0.7,0.2,0.1")
              : SubjectSplit.folds(2 + random.nextInt(8));
      Map<String, Integer> sides = split.sides(scans, random.nextLong());

      assertThat(sides).hasSameSizeAs(scans);
      Map<String, Set<Integer>> sidesOfSubject = new HashMap<>();
      for (Scan scan : scans) {
        assertThat(sides.get(scan.scanId())).isBetween(0, split.names().size() - 1);
        sidesOfSubject
            .computeIfAbsent(scan.scanId().substring(0, 7), id -> new HashSet<>())
            .add(sides.get(scan.scanId()));
      }
      assertThat(sidesOfSubject.values()).allSatisfy(side -> assertThat(side).hasSize(1));
    }
  }

  private static int[] sizes(SubjectSplit split, int subjects, long seed) {
    int[] sizes = new int[split.names().size()];
    split.sides(subjects(subjects), seed).values().forEach(side -> sizes[side]++);
    return sizes;
  }

  @Test
  void sharesAreMetWithinASubject() {
    SubjectSplit split = SubjectSplit.parse("0.8, 0.1, 0.1");
    for (int subjects = 10; subjects < 200; subjects++) {
      int[] sizes = sizes(split, subjects, subjects);
      for (int side = 0; side < sizes.length; side++) {
        assertThat(Math.abs(sizes[side] - split.shares().get(side) * subjects))
            .isLessThanOrEqualTo(1);
      }
    }
    assertThat(sizes(split, 100, 1)).containsExactly(80, 10, 10);
    assertThat(sizes(SubjectSplit.parse("0.75,0.25"), 8, 1)).containsExactly(6, 2);
  }

  @Test
  void foldsDifferByASubjectAtMost() {
    for (int folds = 2; folds < 9; folds++) {
      for (int subjects = folds; subjects < 40; subjects++) {
        int[] sizes = sizes(SubjectSplit.folds(folds), subjects, 5);
        for (int size : sizes) {
          assertThat(size).isBetween(subjects / folds, (subjects + folds - 1) / folds);
        }
      }
    }
  }

  /** A split must stay what it was: models were trained with it. */
  @Test
  void aSeedGivesTheSameSidesAlways() {
    Map<String, Integer> sides = SubjectSplit.parse("0.5,0.25,0.25").sides(subjects(8), 7);

    assertThat(new TreeMap<>(sides).values()).containsExactly(0, 0, 0, 1, 1, 2, 0, 2);
    assertThat(SubjectSplit.parse("0.5,0.25,0.25").sides(subjects(8), 8)).isNotEqualTo(sides);
  }

  @Test
  void theOrderOfScansIsOfNoEffect() {
    List<Scan> scans = new ArrayList<>(subjects(20));
    Map<String, Integer> sides = SubjectSplit.folds(3).sides(scans, 1);
    java.util.Collections.reverse(scans);

    assertThat(SubjectSplit.folds(3).sides(scans, 1)).isEqualTo(sides);
  }

  @Test
  void aScanWithoutASubjectIsOneOfItsOwn() {
    assertThat(SubjectSplit.subject(scan("knee left", null))).isEqualTo("knee left");
    assertThat(SubjectSplit.subject(scan("knee left", "7"))).isEqualTo("7");
    assertThat(SubjectSplit.subject(scan("0000012_V03-Aug02", null))).isEqualTo("0000012");
    assertThat(SubjectSplit.folds(2).sides(scans("a", "b"), 1).values())
        .containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void withoutASplitAllAreOnOneSide() {
    assertThat(SubjectSplit.NONE.sides(scans("a", "b"), 1).values()).containsOnly(0);
    assertThat(SubjectSplit.NONE.sides(List.of(), 1)).isEmpty();
  }

  @Test
  void sidesAreNamed() {
    assertThat(SubjectSplit.parse("0.9,0.1").names()).containsExactly("train", "validation");
    assertThat(SubjectSplit.parse("0.8,0.1,0.1").names())
        .containsExactly("train", "validation", "test");
    assertThat(SubjectSplit.folds(2).names()).containsExactly("fold-0", "fold-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "0.8",
        "0.8,0.1",
        "0.8,0.1,0.2",
        "0.5,0.5,0",
        "1.5,-0.5",
        "0.4,0.3,0.2,0.1",
        "0.8;0.2",
        "0.8,",
        "NaN,1",
        "a,b"
      })
  void sharesThatCannotBeMeantAreRefused(String text) {
    assertThatThrownBy(() -> SubjectSplit.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid --split: "
                + text
                + "; two or three shares above 0 that add up to 1 are expected, as in 0.8,0.1,0.1");
  }

  @Test
  void aSideWithoutASubjectIsRefused() {
    assertThatThrownBy(() -> SubjectSplit.parse("0.8,0.1,0.1").sides(subjects(2), 1))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot split 2 subjects by [0.8, 0.1, 0.1]: validation would get none");
    assertThatThrownBy(() -> SubjectSplit.folds(3).sides(subjects(2), 1))
        .hasMessage("Cannot split 2 subjects into 3 folds: fold-2 would get none");
    assertThatThrownBy(() -> SubjectSplit.folds(1)).hasMessage("Invalid --folds: 1; at least 2");
  }
}
