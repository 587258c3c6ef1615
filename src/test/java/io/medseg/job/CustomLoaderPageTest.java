package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Proves that docs/custom-loader.md shows the example as it is: each block of code stands in one of
 * its files, line by line, and what the page names is there.
 */
class CustomLoaderPageTest {
  private static final Path PAGE = JobRunner.home().resolve("docs/custom-loader.md");
  private static final Path EXAMPLE = new ExampleProject("custom-loader").sources();
  private static final Pattern CODE =
      Pattern.compile("```(java|xml|yaml)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");

  @Test
  void everyBlockStandsInAFileOfTheExample() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path file : files()) {
      sources.add(withoutIndents(Files.readString(file)));
    }
    List<MatchResult> blocks = CODE.matcher(Files.readString(PAGE)).results().toList();

    assertThat(blocks).hasSizeGreaterThan(10);
    for (MatchResult block : blocks) {
      String code = withoutIndents(block.group(2));
      assertThat(sources).as(block.group(2)).anyMatch(source -> source.contains(code));
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !EXAMPLE.relativize(file).startsWith("target"))
          .filter(file -> file.toString().matches(".*\\.(java|xml|yaml)"))
          .toList();
    }
  }

  private static String withoutIndents(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
  }

  @Test
  void everyPageItLinksToIsThere() throws IOException {
    for (Path page : List.of(PAGE, EXAMPLE.resolve("README.md"))) {
      List<String> links =
          LINK.matcher(Files.readString(page)).results().map(link -> link.group(1)).toList();
      assertThat(links).isNotEmpty();
      assertThat(links).allMatch(link -> Files.exists(page.resolveSibling(link)));
    }
  }

  @Test
  void everyClassOfTheExampleIsInItsReadme() throws IOException {
    String readme = Files.readString(EXAMPLE.resolve("README.md"));
    for (Path file : files()) {
      String text = Files.readString(file);
      if (text.contains("\npublic final class ")) {
        assertThat(readme).contains("`" + file.getFileName().toString().replace(".java", "") + "`");
      }
    }
  }
}
