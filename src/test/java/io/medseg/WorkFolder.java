package io.medseg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Removes what executors of a local cluster leave behind: Spark keeps their files below the current
 * folder, always.
 */
public final class WorkFolder implements BeforeAllCallback, AfterAllCallback {
  private static final Path WORK = Path.of("work");

  private Set<Path> before = Set.of();

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    before = new HashSet<>(applications());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    for (Path application : applications()) {
      if (!before.contains(application)) {
        delete(application);
      }
    }
    if (before.isEmpty()) {
      Files.deleteIfExists(WORK);
    }
  }

  private static List<Path> applications() throws IOException {
    if (!Files.isDirectory(WORK)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(WORK)) {
      return found.toList();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
