package io.medseg.dataset;

import io.medseg.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
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
    Map<Path, Long> sizes = sizes(dataset, folder, files.getConf());
    ScanList scans = new ScanList(dataset);
    boolean found = false;
    for (AnnotatedImage image : images) {
      Path file = qualified(new Path(folder, image.file()), files.getConf());
      Long bytes = sizes.containsKey(file) ? sizes.get(file) : size(file, files.getConf());
      found |= bytes != null;
      scans.add(scan(dataset, image, file, bytes == null ? 0 : bytes));
    }
    if (!found) {
      throw new InputException(
          "Cannot list dataset %s: none of the %d files of %s is in %s, as in %s; the key files of the dataset names their folder"
              .formatted(dataset.name(), images.size(), annotations, folder, images.get(0).file()));
    }
    return scans.sorted();
  }

  /** Sizes of the files in a folder, which is listed once. */
  private static Map<Path, Long> sizes(Dataset dataset, Path folder, Configuration hadoop)
      throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    Path qualified = files.makeQualified(folder);
    Map<Path, Long> sizes = new HashMap<>();
    new Folder(dataset, files, folder)
        .visit(
            (name, bytes) -> {
              sizes.put(new Path(qualified, name), bytes);
              return true;
            });
    return sizes;
  }

  private static Path qualified(Path path, Configuration hadoop) throws IOException {
    return path.getFileSystem(hadoop).makeQualified(path);
  }

  private static Path folder(Dataset dataset, Path annotations) {
    String given = dataset.layoutKeys().get(FILES);
    return given == null ? annotations.getParent() : new Path(given);
  }

  /** Size of a file that was not listed, as one in a folder below; null if there is none. */
  private static Long size(Path file, Configuration hadoop) throws IOException {
    try {
      return file.getFileSystem(hadoop).getFileStatus(file).getLen();
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private static Scan scan(Dataset dataset, AnnotatedImage image, Path file, long bytes) {
    String name = dataset.layoutKeys().getOrDefault("image", IMAGE);
    String statistics = dataset.layoutKeys().getOrDefault("statistics", STATISTICS + name);
    ScanSource source =
        new ScanSource.NormalizedVolume(file.toString(), name, statistics, MASKS, image.shape());
    return new Scan(
        image.scanId(),
        image.subjectId(),
        source,
        bytes,
        image.spacing() == null ? Map.of() : Map.of("scan_spacing", image.spacing()));
  }
}
