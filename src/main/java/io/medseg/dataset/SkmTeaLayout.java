package io.medseg.dataset;

import io.medseg.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Layout {@code skm-tea}: the dataset's root is a JSON annotation file that lists one HDF5 file per
 * scan ({@code images[]} with {@code file_name}, {@code scan_id}, {@code subject_id}, {@code
 * voxel_spacing}, {@code matrix_shape}); each file holds images H x W x D, masks {@code seg} H x W
 * x D x C (none: a scan without truth) and statistics of every image as scalars. What is read is
 * {@code (image - mean) / std} of the whole volume, as MedSegPy's qDESSDataLoader has it.
 *
 * <p>Keys of the catalog entry: {@code files}, the folder of the HDF5 files (left out: that of the
 * annotation file); {@code image}, the dataset that is the image (left out: rms); {@code
 * statistics}, the group with its mean and std (left out: {@code stats/} and the image's name).
 *
 * <p>A file that is not there fails its scan when that is read, not the listing.
 */
public final class SkmTeaLayout implements Layout {
  /** Key of the folder of the HDF5 files. */
  static final String FILES = "files";

  /** Its keys of a catalog entry. */
  static final Set<String> KEYS = Set.of(FILES, "image", "statistics");

  private static final String IMAGE = "rms";
  private static final String STATISTICS = "stats/";
  private static final String MASKS = "seg";

  @Override
  public List<Scan> scans(Dataset dataset, FileSystem files) throws IOException {
    Path annotations = files.makeQualified(new Path(dataset.root()));
    List<AnnotatedImage> images = AnnotatedImage.read(annotations, files.getConf());
    Path folder = folder(dataset, annotations);
    Map<Path, FileState> listed = listed(dataset, folder, files.getConf());
    ScanList scans = new ScanList(dataset);
    boolean found = false;
    for (AnnotatedImage image : images) {
      if (leavesFolder(image.file())) {
        scans.refuse(
            image.scanId(),
            annotations.toString(),
            "its file_name %s in %s leads out of the folder of the files"
                .formatted(ScanIds.shown(image.file().toString()), annotations));
        found = true;
        continue;
      }
      Path file = qualified(new Path(folder, image.file()), files.getConf());
      FileState state = listed.containsKey(file) ? listed.get(file) : state(file, files.getConf());
      found |= state.exists();
      add(scans, dataset, image, file, state);
    }
    if (!found) {
      throw new InputException(
          "Cannot list dataset %s: none of the %d files of %s is in %s, as in %s; the key files of the dataset names their folder"
              .formatted(dataset.name(), images.size(), annotations, folder, images.get(0).file()));
    }
    return scans.sorted();
  }

  @Override
  public Leftovers leftovers(Dataset dataset, FileSystem files) throws IOException {
    Path annotations = files.makeQualified(new Path(dataset.root()));
    Path folder = folder(dataset, annotations);
    Set<Path> named = new HashSet<>();
    named.add(annotations);
    for (AnnotatedImage image : AnnotatedImage.read(annotations, files.getConf())) {
      named.add(qualified(new Path(folder, image.file()), files.getConf()));
    }
    Strangers strangers = new Strangers();
    for (Path file : listed(dataset, folder, files.getConf()).keySet()) {
      if (!named.contains(file)) {
        strangers.add(file.getName());
      }
    }
    return strangers.leftovers();
  }

  /** Names of a path that is relative to a folder and stays in it may be several, but plain. */
  private static boolean leavesFolder(Path file) {
    String path = file.toString();
    return file.isAbsolute()
        || file.toUri().getScheme() != null
        || List.of(path.split("/")).contains("..")
        || path.chars().anyMatch(Character::isISOControl);
  }

  /** The files in a folder, which is listed once. */
  private static Map<Path, FileState> listed(Dataset dataset, Path folder, Configuration hadoop)
      throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    Path qualified = files.makeQualified(folder);
    Map<Path, FileState> found = new HashMap<>();
    new Folder(dataset, files, folder)
        .visit(
            (name, bytes, modified) -> {
              found.put(new Path(qualified, name), new FileState(bytes, modified));
              return true;
            });
    return found;
  }

  private static Path qualified(Path path, Configuration hadoop) throws IOException {
    return path.getFileSystem(hadoop).makeQualified(path);
  }

  private static Path folder(Dataset dataset, Path annotations) {
    String given = dataset.layoutKeys().get(FILES);
    return given == null ? annotations.getParent() : new Path(given);
  }

  /** Of a file that was not listed, as one in a folder below. */
  private static FileState state(Path file, Configuration hadoop) throws IOException {
    try {
      FileStatus status = file.getFileSystem(hadoop).getFileStatus(file);
      return new FileState(status.getLen(), status.getModificationTime());
    } catch (FileNotFoundException e) {
      return FileState.ABSENT;
    }
  }

  private static void add(
      ScanList scans, Dataset dataset, AnnotatedImage image, Path file, FileState state) {
    String name = dataset.layoutKeys().getOrDefault("image", IMAGE);
    String statistics = dataset.layoutKeys().getOrDefault("statistics", STATISTICS + name);
    ScanSource source =
        new ScanSource.NormalizedVolume(file.toString(), name, statistics, MASKS, image.shape());
    scans.add(
        image.scanId(),
        image.subjectId(),
        source,
        Math.max(0, state.bytes()),
        state.modified(),
        image.overrides(),
        ScanFiles.of(List.of(state)));
  }
}
