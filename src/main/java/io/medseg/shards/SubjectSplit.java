package io.medseg.shards;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which side of a split a scan is on, decided for its subject, so that no subject is on two:
 * subjects are sorted, shuffled ({@link Random} of the seed, whose numbers Java's specification
 * fixes) and dealt. A value that travels.
 *
 * <p>A scan whose subject is not known is a subject of its own; copies of a scan are with it.
 *
 * @param names of the sides, in order
 * @param shares of the subjects that each side gets, adding up to 1; empty for folds of one size
 */
public record SubjectSplit(List<String> names, List<Double> shares) implements Serializable {
  /** Everything on one side. */
  public static final SubjectSplit NONE = new SubjectSplit(List.of("all"), List.of(1.0));

  private static final List<String> SIDES = List.of("train", "validation", "test");
  private static final double ROUNDING = 1e-9;

  /** Copies the lists. */
  public SubjectSplit {
    names = List.copyOf(names);
    shares = List.copyOf(shares);
  }

  /**
   * Sides by shares, as in "0.8,0.1,0.1": train, validation and test, or the first two.
   *
   * @throws InputException if they are not two or three numbers above 0 that add up to 1
   */
  public static SubjectSplit parse(String text) {
    List<Double> shares = new ArrayList<>();
    try {
      for (String share : text.split(",", -1)) {
        shares.add(Double.parseDouble(share.strip()));
      }
    } catch (NumberFormatException e) {
      throw invalid(text, e);
    }
    double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
    if (shares.size() < 2
        || shares.size() > SIDES.size()
        || !shares.stream().allMatch(share -> share > 0)
        || !(Math.abs(sum - 1) < ROUNDING)) {
      throw invalid(text, null);
    }
    return new SubjectSplit(SIDES.subList(0, shares.size()), shares);
  }

  private static InputException invalid(String text, Exception cause) {
    return new InputException(
        "Invalid --split: %s; two or three shares above 0 that add up to 1 are expected, as in 0.8,0.1,0.1"
            .formatted(text),
        cause);
  }

  /**
   * Folds for cross-validation, each with as many subjects as the others or one more.
   *
   * @throws InputException if there are fewer than two
   */
  public static SubjectSplit folds(int count) {
    if (count < 2) {
      throw new InputException("Invalid --folds: " + count + "; at least 2");
    }
    return new SubjectSplit(
        IntStream.range(0, count).mapToObj(fold -> "fold-" + fold).toList(), List.of());
  }

  /**
   * The side of every scan, as an index into the names.
   *
   * @param seed another one deals other subjects
   * @throws InputException if there are too few subjects for every side to get one
   */
  public Map<String, Integer> sides(List<Scan> scans, long seed) {
    List<String> subjects =
        new ArrayList<>(new TreeSet<>(scans.stream().map(SubjectSplit::subject).toList()));
    Collections.shuffle(subjects, new Random(seed));
    Map<String, Integer> sideOf = new HashMap<>();
    for (int i = 0; i < subjects.size(); i++) {
      sideOf.put(subjects.get(i), side(i, subjects.size()));
    }
    checkNoneIsEmpty(sideOf);
    Map<String, Integer> sides = new HashMap<>();
    scans.forEach(scan -> sides.put(scan.scanId(), sideOf.get(subject(scan))));
    return sides;
  }

  /** The subject of a scan. */
  public static String subject(Scan scan) {
    if (scan.subjectId() != null) {
      return scan.subjectId();
    }
    String id = scan.scanId();
    return ScanName.of(id).or(() -> ScanName.inside(id)).map(ScanName::subjectId).orElse(id);
  }

  private int side(int place, int subjects) {
    if (shares.isEmpty()) {
      return place % names.size();
    }
    double until = 0;
    for (int side = 0; side < shares.size() - 1; side++) {
      until += shares.get(side);
      if (place < Math.round(until * subjects)) {
        return side;
      }
    }
    return shares.size() - 1;
  }

  private void checkNoneIsEmpty(Map<String, Integer> sideOf) {
    for (int side = 0; side < names.size(); side++) {
      if (!sideOf.isEmpty() && !sideOf.containsValue(side)) {
        throw new InputException(
            "Cannot split %d subjects %s: %s would get none"
                .formatted(
                    sideOf.size(),
                    shares.isEmpty() ? "into " + names.size() + " folds" : "by " + shares,
                    names.get(side)));
      }
    }
  }
}
