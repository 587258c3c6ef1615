package io.medseg.job;

import io.medseg.ledger.WrittenFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The overlay images of a run: {@code previews/<scan_id>.png} in the folder of its results.
 *
 * @param run folder of the results
 * @param written what the run has written: an image that another run left is none of its own
 */
record Previews(Path run, Configuration hadoop, WrittenFiles written)
    implements Function<String, Optional<byte[]>> {
  /** Name of the folder inside the results. */
  static final String NAME = "previews";

  private static final Logger LOG = LoggerFactory.getLogger(Previews.class);
  private static final long MOST_BYTES = 16L << 20;

  /** The image of a scan; a report without it is better than none. */
  @Override
  public Optional<byte[]> apply(String scanId) {
    try {
      Path folder = new Path(run, NAME);
      Path file = new Path(folder, scanId + ".png");
      // Whatever a scan is called: nothing outside the folder gets into a page.
      if (!file.getParent().equals(folder) || !written.names(NAME + "/" + file.getName())) {
        return Optional.empty();
      }
      FileSystem files = run.getFileSystem(hadoop);
      if (!files.exists(file) || files.getFileStatus(file).getLen() > MOST_BYTES) {
        return Optional.empty();
      }
      try (InputStream in = files.open(file)) {
        return Optional.of(in.readAllBytes());
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("Cannot read preview of scan {}: {}", scanId, e.getMessage());
      return Optional.empty();
    }
  }
}
