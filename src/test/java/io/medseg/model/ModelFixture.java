package io.medseg.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes folders that look like SavedModels. */
final class ModelFixture {
  private ModelFixture() {}

  /** Three small files, one of them empty. */
  static Path write(Path directory) throws IOException {
    write(directory.resolve("saved_model.pb"), "graph");
    write(directory.resolve("variables/variables.index"), "index");
    write(directory.resolve("assets/empty.txt"), "");
    return directory;
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
