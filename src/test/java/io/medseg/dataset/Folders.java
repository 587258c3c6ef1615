package io.medseg.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Datasets over folders of empty files, for tests of layouts. */
final class Folders {
  private Folders() {}

  static Dataset dataset(Path root, String layout) {
    return dataset(root.toString(), layout, Augmentations.ORIGINAL, Map.of());
  }

  static Dataset dataset(
      String root,
      String layout,
      Augmentations augmentations,
      Map<String, Map<String, Object>> overrides) {
    return new Dataset(
        "knees", root, layout, List.of(), null, "SemSegEvaluator", overrides, augmentations);
  }

  static void touch(Path folder, int bytes, String... names) throws IOException {
    for (String name : names) {
      Files.write(folder.resolve(name), new byte[bytes]);
    }
  }

  static FileSystem local() {
    try {
      return FileSystem.getLocal(new Configuration(false));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
