package io.medseg.dataset;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;

/**
 * How the files of a dataset are laid out; finds the scans, in ascending order of scan id, by
 * listing alone.
 */
public interface Layout {
  /**
   * The scans under the dataset's root.
   *
   * @throws io.medseg.InputException if the root is missing or holds no scan; the message names it
   *     and what a file name looks like
   */
  List<Scan> scans(Dataset dataset, FileSystem files) throws IOException;

  /**
   * What {@link #scans} passes over in silence, or only notices when a scan is read; by listing
   * alone. As it stands, nothing is known of that.
   *
   * @throws io.medseg.InputException if the root is missing
   */
  default Leftovers leftovers(Dataset dataset, FileSystem files) throws IOException {
    return Leftovers.NONE;
  }
}
