package io.medseg.dataset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds, in a folder of slices, the files that are no slice and the slices that are no pair. Two
 * bits are kept of a slice. Visits one folder, one thread.
 */
final class SlicePairs implements Folder.FileVisitor {
  /** A slice whose number is not written as it should be: 1, 01 or 0001 for 001. */
  private static final Pattern ANY_NUMBER =
      Pattern.compile("(\\d{1,18}_V\\d{1,9}-Aug\\d{1,9})_(\\d{1,9})\\.(im|seg)");

  private final Dataset dataset;
  private final Pattern file;
  private final Map<String, Slices> byStem = new TreeMap<>();
  private final List<Matcher> misnumbered = new ArrayList<>();
  private final Strangers strangers = new Strangers();

  /**
   * @param file what the name of a slice's file looks like: groups stem, number, im or seg
   */
  SlicePairs(Dataset dataset, Pattern file) {
    this.dataset = dataset;
    this.file = file;
  }

  /** The slices of one scan. */
  private static final class Slices {
    private final BitSet images = new BitSet();
    private final BitSet masks = new BitSet();
    private final List<String> twice = new ArrayList<>();

    BitSet of(String kind) {
      return kind.equals("im") ? images : masks;
    }

    UnpairedSlices unpaired(String scanId) {
      return new UnpairedSlices(
          scanId,
          without(masks, images),
          masks.isEmpty() ? List.of() : without(images, masks),
          twice.stream().sorted().toList());
    }

    private static List<Integer> without(BitSet some, BitSet others) {
      BitSet left = (BitSet) some.clone();
      left.andNot(others);
      return left.stream().boxed().toList();
    }
  }

  @Override
  public boolean visit(String name, long bytes, long modified) {
    Matcher proper = file.matcher(name);
    Matcher any = ANY_NUMBER.matcher(name);
    if (proper.matches()) {
      slice(proper);
    } else if (any.matches()) {
      misnumbered.add(any);
    } else {
      strangers.add(name);
    }
    return true;
  }

  private void slice(Matcher name) {
    if (ScanName.of(name.group(1)).orElseThrow().isWanted(dataset.augmentations())) {
      Slices slices = byStem.computeIfAbsent(name.group(1), stem -> new Slices());
      slices.of(name.group(3)).set(Integer.parseInt(name.group(2)));
    } else {
      strangers.addCopy();
    }
  }

  /** What was found, once the folder was visited. */
  Leftovers leftovers() {
    for (Matcher name : misnumbered) {
      Slices slices = byStem.getOrDefault(name.group(1), new Slices());
      if (slices.of(name.group(3)).get(Integer.parseInt(name.group(2)))) {
        slices.twice.add(name.group());
      } else {
        strangers.add(name.group());
      }
    }
    List<UnpairedSlices> unpaired = new ArrayList<>();
    byStem.forEach(
        (stem, slices) -> unpaired.add(slices.unpaired(ScanName.of(stem).orElseThrow().scanId())));
    return strangers.leftovers(unpaired.stream().filter(scan -> !scan.isEmpty()).toList());
  }
}
