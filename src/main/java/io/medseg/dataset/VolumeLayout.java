package io.medseg.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;

/**
 * One HDF5 file per scan in one folder, {@code *.h5} or {@code *.hdf5}, whose name is {@code
 * %07d_V%02d}, or holds that and more; then the whole name is the scan's id ({@link NamedScan}). Or
 * two, {@code <name>.im.h5} with the image and {@code <name>.seg.h5} with the masks. Files with
 * other extensions are left out.
 *
 * <p>Whether a file of image and masks has masks is only seen when it is read. Augmented copies are
 * treated as {@link SliceLayout} does.
 */
public final class VolumeLayout implements Layout {
  private static final String EXAMPLE = "1000001_V00.h5";
  private static final Pattern FILE = Pattern.compile("(.+?)(\\.im|\\.seg)?(\\.h5|\\.hdf5)");

  @Override
  public List<Scan> scans(Dataset dataset, FileSystem files) {
    Folder folder = new Folder(dataset, files);
    Map<String, Found> byStem = new HashMap<>();
    folder.visit((name, bytes, modified) -> add(name, bytes, modified, byStem));
    if (byStem.values().stream().noneMatch(found -> found.scan.isClear())) {
      throw folder.nothingLooksLike(EXAMPLE);
    }
    ScanList scans = new ScanList(dataset);
    for (Found found : byStem.values()) {
      if (found.scan.isWanted(dataset.augmentations())) {
        found.addTo(scans, folder.location());
      }
    }
    if (scans.isEmpty()) {
      throw folder.onlyCopies(byStem.keySet());
    }
    return scans.sorted();
  }

  @Override
  public Leftovers leftovers(Dataset dataset, FileSystem files) {
    Strangers strangers = new Strangers();
    new Folder(dataset, files)
        .visit(
            (name, bytes, modified) -> {
              Matcher matcher = FILE.matcher(name);
              Optional<NamedScan> scan =
                  matcher.matches() ? NamedScan.of(matcher.group(1)) : Optional.empty();
              if (scan.isEmpty()) {
                strangers.add(name);
              } else if (!scan.get().isWanted(dataset.augmentations())) {
                strangers.addCopy();
              }
              return true;
            });
    return strangers.leftovers();
  }

  private static boolean add(String name, long bytes, long modified, Map<String, Found> byStem) {
    Matcher matcher = FILE.matcher(name);
    Optional<NamedScan> scan =
        matcher.matches() ? NamedScan.of(matcher.group(1)) : Optional.empty();
    if (scan.isEmpty()) {
      return false;
    }
    // The two files of a pair share a key; a file for both has its own.
    String part = matcher.group(2);
    String key = part == null ? name : matcher.group(1) + matcher.group(3) + " in two files";
    Found found = byStem.computeIfAbsent(key, stem -> new Found(scan.get(), matcher, part != null));
    found.add(part, new FileState(bytes, modified));
    return scan.get().isClear();
  }

  /** The files of one scan. */
  private static final class Found {
    private final NamedScan scan;
    private final String imageFile;
    private final String maskFile;
    private FileState image = FileState.ABSENT;

    /** Null if the masks are not in a file of their own. */
    private FileState masks;

    private boolean hasMasks;

    Found(NamedScan scan, Matcher name, boolean pair) {
      this.scan = scan;
      this.imageFile = name.group(1) + (pair ? ".im" : "") + name.group(3);
      this.maskFile = name.group(1) + (pair ? ".seg" : "") + name.group(3);
    }

    void add(String part, FileState state) {
      hasMasks |= !".im".equals(part);
      if (".seg".equals(part)) {
        masks = state;
      } else {
        image = state;
      }
    }

    void addTo(ScanList scans, String folder) {
      if (!scan.isClear()) {
        String file = folder + "/" + imageFile;
        scans.refuse(scan.id(), file, scan.refusal(file));
        return;
      }
      String mask = hasMasks ? folder + "/" + maskFile : null;
      List<FileState> states = masks == null ? List.of(image) : List.of(image, masks);
      scans.add(
          scan.id(),
          scan.name().subjectId(),
          new ScanSource.VolumeFile(folder + "/" + imageFile, null, mask, null),
          states.stream().filter(FileState::exists).mapToLong(FileState::bytes).sum(),
          states.stream().mapToLong(FileState::modified).max().orElse(0),
          Map.of(),
          ScanFiles.of(states));
    }
  }
}
