package io.medseg.dataset;

import java.util.List;
import java.util.TreeSet;

/**
 * Collects the names of what belongs to no scan; there may be millions, so only the first ones are
 * kept. Hidden files, and those that systems leave behind (names that begin with a dot or an
 * underscore), are no strangers. Mutable, one thread.
 */
public final class Strangers {
  private static final int KEPT = 20;

  private final TreeSet<String> names = new TreeSet<>();
  private long count;
  private long copies;

  /** Adds a name. */
  public void add(String name) {
    if (Folder.isHidden(name)) {
      return;
    }
    count++;
    names.add(ScanIds.problem(name) == null ? name : ScanIds.shown(name));
    if (names.size() > KEPT) {
      names.pollLast();
    }
  }

  /** Counts a file of an augmented copy that is not wanted. */
  void addCopy() {
    copies++;
  }

  /** What was added. */
  public Leftovers leftovers() {
    return leftovers(List.of());
  }

  /** The same with slices that do not come in pairs. */
  Leftovers leftovers(List<UnpairedSlices> unpaired) {
    return new Leftovers(List.copyOf(names), count, copies, unpaired);
  }
}
