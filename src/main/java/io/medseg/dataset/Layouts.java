package io.medseg.dataset;

import io.medseg.InputException;
import io.medseg.Registry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The layouts by name: slices, volumes, single-file, skm-tea, or the name of a class. */
public final class Layouts {
  /** What messages about a root that is not there add. */
  public static final String ABOUT_ROOTS =
      "; a relative root in the catalog begins at --dataset-root, or at the catalog's folder where that is not given";

  private static final Registry<Layout> REGISTRY =
      new Registry<>("layout", Layout.class, builtIns());

  private Layouts() {}

  /**
   * The layout of this name.
   *
   * @throws io.medseg.InputException as {@link Registry#create(String)}
   */
  public static Layout of(String name) {
    return REGISTRY.create(name);
  }

  /**
   * The scans of a dataset, as its layout lists them.
   *
   * @throws InputException if the root cannot be listed, is missing or holds no scan
   */
  public static List<Scan> scans(Dataset dataset, Configuration hadoop) {
    return listing(dataset, hadoop, Layout::scans);
  }

  /**
   * What a dataset holds beside its scans, as far as its layout knows.
   *
   * @throws InputException as {@link #scans}
   */
  public static Leftovers leftovers(Dataset dataset, Configuration hadoop) {
    return listing(dataset, hadoop, Layout::leftovers);
  }

  private interface Listing<T> {
    T of(Layout layout, Dataset dataset, FileSystem files) throws IOException;
  }

  private static <T> T listing(Dataset dataset, Configuration hadoop, Listing<T> listing) {
    Path root = new Path(dataset.root());
    try {
      return listing.of(of(dataset.layout()), dataset, root.getFileSystem(hadoop));
    } catch (IOException e) {
      throw new InputException(
          "Cannot list dataset " + dataset.name() + " in " + root + ": " + e.getMessage(), e);
    }
  }

  /** The built-in names. */
  public static List<String> names() {
    return List.copyOf(builtIns().keySet());
  }

  /** Whether a catalog entry of this layout may have a key; a class of the user's own may. */
  static boolean takes(String name, String key) {
    return name.equals("skm-tea") ? SkmTeaLayout.KEYS.contains(key) : !names().contains(name);
  }

  private static Map<String, String> builtIns() {
    Map<String, String> builtIns = new LinkedHashMap<>();
    builtIns.put("slices", SliceLayout.class.getName());
    builtIns.put("volumes", VolumeLayout.class.getName());
    // By name, since reading groups needs the package that may import jhdf.
    builtIns.put("single-file", "io.medseg.hdf5.SingleFileLayout");
    builtIns.put("skm-tea", SkmTeaLayout.class.getName());
    return builtIns;
  }
}
