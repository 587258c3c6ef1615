package io.medseg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of inputs and outputs recorded from the reference: {@code src/test/golden}, or what
 * the system property {@code golden.dir} gives. Cases are found by what they hold, never by their
 * names, so that any other folder of the same structure can take its place. A folder or a kind of
 * case that is missing fails the test that needs it.
 */
public final class GoldenFolder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenFolder() {}

  /** The folder, which is there. */
  public static Path root() {
    return existing(Path.of(System.getProperty("golden.dir", "src/test/golden")));
  }

  static Path existing(Path folder) {
    assertThat(folder).as("the recorded inputs and outputs (golden.dir)").isDirectory();
    return folder;
  }

  /** Folders of the cases whose case.json has the key, in order of their names; at least one. */
  public static List<Path> casesWith(String key) {
    List<Path> folders =
        files("case.json").stream()
            .filter(file -> json(file).has(key))
            .map(Path::getParent)
            .toList();
    assertThat(folders).as("cases in %s whose case.json has \"%s\"", root(), key).isNotEmpty();
    return folders;
  }

  /**
   * The files of this name in the folders of cases, in order of the folders' names; at least one.
   */
  public static List<Path> files(String name) {
    try (Stream<Path> folders = Files.list(root())) {
      List<Path> files =
          folders.map(folder -> folder.resolve(name)).filter(Files::exists).sorted().toList();
      assertThat(files).as("files %s in the cases of %s", name, root()).isNotEmpty();
      return files;
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
