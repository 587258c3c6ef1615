package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The page of dependencies names the versions that the build chooses, so that none changes unseen.
 */
class DependenciesPageTest {
  @Test
  void everyVersionOfTheBuildIsOnThePage() throws Exception {
    String page = Files.readString(JobRunner.home().resolve("docs/dependencies.md"));
    List<String> lines = Files.readAllLines(JobRunner.home().resolve("pom.xml"));

    List<String> rows =
        lines.stream()
            .map(String::strip)
            .filter(line -> line.matches("<[a-z.-]+\\.version>[^<]+</[a-z.-]+>"))
            .map(line -> line.replaceFirst("<([a-z.-]+)\\.version>([^<]+)<.*", "| `$1` | $2 |"))
            .toList();

    assertThat(rows).hasSizeGreaterThan(8);
    assertThat(rows).allSatisfy(row -> assertThat(page).contains(row));
  }
}
