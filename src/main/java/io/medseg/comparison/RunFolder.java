package io.medseg.comparison;

import io.medseg.InputException;
import io.medseg.export.RunManifest;
import io.medseg.text.JsonText;
import io.medseg.text.PathText;
import io.medseg.text.TextFile;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The results of a run that came to its end.
 *
 * @param location the folder as the user named it
 * @param manifest what run.json holds
 * @param scores what metrics.csv holds
 */
public record RunFolder(String location, Map<String, Object> manifest, MetricTable scores) {
  private static final String SCORES = "metrics.csv";

  /**
   * Reads a run's folder, on any Hadoop file system.
   *
   * @throws InputException if it is none or its files cannot be read
   */
  public static RunFolder read(String location, Configuration hadoop) {
    Path folder = PathText.of("run", location);
    Path manifest = new Path(folder, RunManifest.NAME);
    Path scores = new Path(folder, SCORES);
    require(location, manifest, hadoop);
    require(location, scores, hadoop);
    return new RunFolder(
        location,
        JsonText.object("manifest", TextFile.read("manifest", manifest, hadoop)),
        MetricTable.read(scores, hadoop));
  }

  private static void require(String location, Path file, Configuration hadoop) {
    try {
      FileSystem files = file.getFileSystem(hadoop);
      if (!files.exists(file)) {
        throw new InputException(
            "Cannot read run "
                + location
                + ": it is not the folder of a run that ended: there is no "
                + file.getName());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException("Cannot read run " + location + ": " + e.getMessage(), e);
    }
  }

  /** The run's id, or its folder if the manifest has none. */
  public String id() {
    return String.valueOf(manifest.getOrDefault("run_id", location));
  }
}
