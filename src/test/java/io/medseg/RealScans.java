package io.medseg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The hippocampus scans of the Medical Segmentation Decathlon (task 4, CC BY-SA 4.0, 13 MB), as
 * {@code conf/datasets.yaml} lists them. They have a licence of their own and are not part of this
 * repository: the system property {@code data.dir} gives the folder that {@code --dataset-root}
 * means, and tests that need them are skipped where it is missing.
 */
public final class RealScans {
  private RealScans() {}

  /** What {@code --dataset-root} gets; it need not exist. */
  public static Path root() {
    return Path.of(System.getProperty("data.dir", "data")).toAbsolutePath().normalize();
  }

  /** The folder at this path below the root; the test is skipped where it is missing. */
  public static Path assume(String path) {
    Path folder = root().resolve(path);
    assumeTrue(
        Files.isDirectory(folder),
        () ->
            "there is no folder %s (data.dir): the scans of the Medical Segmentation Decathlon, "
                    .formatted(folder)
                + "task 4 (CC BY-SA 4.0), are not part of this repository");
    return folder;
  }
}
