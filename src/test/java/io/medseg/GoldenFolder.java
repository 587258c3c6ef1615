package io.medseg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of inputs and outputs recorded from the reference, given by the system property {@code
 * golden.dir}. Cases are found by what they hold, never by their names, so that any other folder of
 * the same structure can take its place.
 */
public final class GoldenFolder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenFolder() {}

  /** The folder, which need not exist. */
  public static Path root() {
    return Path.of(System.getProperty("golden.dir", "golden"));
  }

  /** Folders of the cases whose case.json has the key, in order of their names. */
  public static List<Path> casesWith(String key) {
    return files("case.json").stream()
        .filter(file -> json(file).has(key))
        .map(Path::getParent)
        .toList();
  }

  /** The files of this name in the folders of cases, in order of the folders' names. */
  public static List<Path> files(String name) {
    if (!Files.isDirectory(root())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root())) {
      return folders.map(folder -> folder.resolve(name)).filter(Files::exists).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON file. */
  public static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
