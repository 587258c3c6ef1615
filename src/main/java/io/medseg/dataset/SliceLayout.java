package io.medseg.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;

/**
 * One pair of files per slice in one folder: {@code %07d_V%02d-Aug%02d_%03d.im} and {@code .seg}
 * (subject, time point, augmentation, slice from 1). The folder is listed once; what is kept of a
 * file is its size and its time.
 *
 * <p>Augmented copies (Aug01, ...) are scans of their own where the dataset wants all
 * augmentations, and left out otherwise. A slice of which only the mask file is there counts as a
 * slice, so that reading it can name the missing image.
 */
public final class SliceLayout implements Layout {
  private static final String EXAMPLE = "1000001_V00-Aug00_001.im";
  private static final Pattern FILE =
      Pattern.compile("(\\d{1,18}_V\\d{1,9}-Aug\\d{1,9})_(\\d{3}|[1-9]\\d{3,5})\\.(im|seg)");

  @Override
  public List<Scan> scans(Dataset dataset, FileSystem files) {
    Folder folder = new Folder(dataset, files);
    Map<String, Slices> byStem = new HashMap<>();
    folder.visit((name, bytes, modified) -> add(name, bytes, modified, byStem));
    if (byStem.isEmpty()) {
      throw folder.nothingLooksLike(EXAMPLE);
    }
    ScanList scans = new ScanList(dataset);
    byStem.forEach(
        (stem, slices) -> {
          ScanName scan = ScanName.of(stem).orElseThrow();
          if (scan.isWanted(dataset.augmentations())) {
            scans.add(slices.scan(scan, folder.location(), stem));
          }
        });
    if (scans.isEmpty()) {
      throw folder.onlyCopies(byStem.keySet());
    }
    return scans.sorted();
  }

  @Override
  public Leftovers leftovers(Dataset dataset, FileSystem files) {
    SlicePairs pairs = new SlicePairs(dataset, FILE);
    new Folder(dataset, files).visit(pairs);
    return pairs.leftovers();
  }

  private static boolean add(String name, long bytes, long modified, Map<String, Slices> byStem) {
    Matcher matcher = FILE.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    byStem
        .computeIfAbsent(matcher.group(1), stem -> new Slices())
        .add(
            Integer.parseInt(matcher.group(2)),
            matcher.group(3).equals("seg"),
            new FileState(bytes, modified));
    return true;
  }

  /** A file of a slice. */
  private record Slice(int id, boolean isMask, FileState state) {}

  /** The slices of one scan. */
  private static final class Slices {
    private final BitSet ids = new BitSet();
    private final List<Slice> files = new ArrayList<>();

    void add(int id, boolean isMask, FileState state) {
      ids.set(id);
      files.add(new Slice(id, isMask, state));
    }

    Scan scan(ScanName name, String folder, String stem) {
      boolean masks = files.stream().anyMatch(Slice::isMask);
      long bytes = files.stream().mapToLong(file -> file.state().bytes()).sum();
      long newest = files.stream().mapToLong(file -> file.state().modified()).max().orElse(0);
      ScanSource source = new ScanSource.Slices(folder, stem, ids.stream().toArray(), masks);
      return new Scan(
          name.scanId(), name.subjectId(), source, bytes, newest, Map.of(), states(masks));
    }

    /** In the order of {@link ScanSource.Slices#files}. */
    private ScanFiles states(boolean masks) {
      int slices = ids.cardinality();
      FileState[] states = new FileState[masks ? 2 * slices : slices];
      Arrays.fill(states, FileState.ABSENT);
      Map<Integer, Integer> places = new HashMap<>();
      ids.stream().forEach(id -> places.put(id, places.size()));
      for (Slice file : files) {
        states[places.get(file.id()) + (file.isMask() ? slices : 0)] = file.state();
      }
      return ScanFiles.of(List.of(states));
    }
  }
}
