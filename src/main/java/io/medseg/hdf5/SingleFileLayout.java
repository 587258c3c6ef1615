package io.medseg.hdf5;

import io.medseg.InputException;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.FileState;
import io.medseg.dataset.Layout;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Leftovers;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanFiles;
import io.medseg.dataset.ScanList;
import io.medseg.dataset.ScanSource;
import io.medseg.dataset.Strangers;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Layout {@code single-file}: the dataset's root is one HDF5 file, each of its groups that holds a
 * {@code volume} is a scan with the group's name, its masks are {@code seg} if that is there. So is
 * a group named as a scan is, as in 0000001_V00, without a {@code volume}: reading it says so,
 * where leaving it out would go unnoticed.
 */
public final class SingleFileLayout implements Layout {
  private static final String IMAGE = "volume";
  private static final String MASKS = "seg";

  /** Subject and time point, as in "0000001_V00". */
  private static final Pattern SCAN_ID = Pattern.compile("(\\d+)_V\\d+");

  @Override
  public List<Scan> scans(Dataset dataset, FileSystem files) throws IOException {
    ScanList scans = new ScanList(dataset);
    Path root = new Path(dataset.root());
    try (Hdf5File file = Hdf5File.open(root, files.getConf())) {
      FileStatus status = files.getFileStatus(root);
      FileState state = new FileState(status.getLen(), status.getModificationTime());
      for (String group : file.groups()) {
        addGroup(scans, dataset, file, group, state);
      }
    } catch (InputException e) {
      String advice = e.getCause() instanceof FileNotFoundException ? Layouts.ABOUT_ROOTS : "";
      throw new InputException(
          "Cannot list dataset %s: %s%s".formatted(dataset.name(), continued(e), advice), e);
    }
    if (scans.isEmpty()) {
      throw new InputException(
          "Cannot list dataset %s: file %s has no group with a dataset %s, as in /0000001_V00/%s"
              .formatted(dataset.name(), dataset.root(), IMAGE, IMAGE));
    }
    return scans.sorted();
  }

  @Override
  public Leftovers leftovers(Dataset dataset, FileSystem files) throws IOException {
    Strangers strangers = new Strangers();
    try (Hdf5File file = Hdf5File.open(new Path(dataset.root()), files.getConf())) {
      for (String group : file.groups()) {
        if (!SCAN_ID.matcher(group).matches() && !file.exists(group + "/" + IMAGE)) {
          strangers.add("group " + group);
        }
      }
    }
    return strangers.leftovers();
  }

  /** A group that is damaged costs its scan alone. */
  private static void addGroup(
      ScanList scans, Dataset dataset, Hdf5File file, String group, FileState state) {
    try {
      if (file.exists(group + "/" + IMAGE) || SCAN_ID.matcher(group).matches()) {
        add(scans, dataset, file, group, state);
      }
    } catch (InputException e) {
      scans.refuse(group, dataset.root(), continued(e));
    }
  }

  /** "Cannot ..." becomes "cannot ..." behind a colon. */
  private static String continued(InputException e) {
    return e.getMessage().replaceFirst("^Cannot ", "cannot ");
  }

  private static void add(
      ScanList scans, Dataset dataset, Hdf5File file, String group, FileState state) {
    String image = "/" + group + "/" + IMAGE;
    String masks = "/" + group + "/" + MASKS;
    boolean masked = file.exists(masks);
    Matcher id = SCAN_ID.matcher(group);
    scans.add(
        group,
        id.matches() ? id.group(1) : null,
        new ScanSource.VolumeFile(
            dataset.root(), image, masked ? dataset.root() : null, masked ? masks : null),
        file.bytes(image) + (masked ? file.bytes(masks) : 0),
        state.modified(),
        Map.of(),
        ScanFiles.of(List.of(state)));
  }
}
