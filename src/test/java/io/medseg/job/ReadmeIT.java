package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the README's example is what a reader gets: the command runs as it stands and prints
 * what stands below it.
 */
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("```\\n(.*?)```", Pattern.DOTALL);
  private static final String SCRIPT = "jobs/evaluate.sh ";
  private static final Path DATA = Path.of(System.getProperty("data.dir", ""));

  @TempDir Path folder;

  @Test
  void theExamplePrintsWhatItSays() throws IOException {
    assumeTrue(
        Files.isDirectory(DATA.resolve("hippocampus")), "no scans in " + DATA + " (data.dir)");
    List<String> blocks = blocks();
    int example = indexOf(blocks, SCRIPT);
    Path output = folder.resolve("tonight");
    List<String> arguments = new ArrayList<>(List.of("evaluate"));
    for (String word : blocks.get(example).replace("\\\n", " ").strip().split("\\s+")) {
      arguments.add(
          word.equals("/data")
              ? DATA.toString()
              : word.equals("/results/tonight") ? output.toString() : word);
    }
    arguments.remove(SCRIPT.strip());

    String printed = JobRunner.local().run(arguments).fine().out();

    assertThat(printed.replace(output.toString(), "/results/tonight"))
        .isEqualTo(blocks.get(example + 1));
  }

  @Test
  void everyScriptAndPageItNamesIsThere() throws IOException {
    Matcher names =
        Pattern.compile("(?<=[\\s(`])(?:jobs|docs|conf|tools|src)/[\\w./-]*\\w").matcher(readme());
    List<String> found = names.results().map(name -> name.group()).toList();

    assertThat(found).contains("jobs/demo.sh", "docs/layouts.md");
    assertThat(found).allMatch(name -> Files.exists(JobRunner.home().resolve(name)));
  }

  private static int indexOf(List<String> blocks, String start) {
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).startsWith(start)) {
        return i;
      }
    }
    throw new AssertionError("the README has no example of " + start);
  }

  private static List<String> blocks() throws IOException {
    return BLOCK.matcher(readme()).results().map(block -> block.group(1)).toList();
  }

  private static String readme() throws IOException {
    return Files.readString(JobRunner.home().resolve("README.md"));
  }
}
