package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.RealScans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final Path DATA = RealScans.root();

  @TempDir Path folder;

  @Test
  void theExamplePrintsWhatItSays() throws IOException {
    RealScans.assume("hippocampus");
    List<String> blocks = blocks();
    int example = indexOf(blocks, "jobs/evaluate.sh ");
    Path output = folder.resolve("tonight");

    String printed =
        JobRunner.local()
            .run(arguments(blocks.get(example), Map.of("/results/tonight", output.toString())))
            .fine()
            .out();

    assertThat(printed.replace(output.toString(), "/results/tonight"))
        .isEqualTo(blocks.get(example + 1));
  }

  @Test
  void theExampleOfTrainingDataWritesShards() throws IOException {
    RealScans.assume("hippocampus");
    String block = blocks().get(indexOf(blocks(), "jobs/preprocess.sh "));
    Path output = folder.resolve("shards");
    String command = block.substring(0, block.indexOf("\ntools/"));

    String printed =
        JobRunner.local()
            .run(arguments(command, Map.of("/shards/hippocampus", output.toString())))
            .fine()
            .out();

    assertThat(printed)
        .contains("train: 96 subjects, 96 scans, ", "validation: 24 subjects, 24 scans, ");
    assertThat(new Results(output).json("index.json").at("/splits/train/epochs")).hasSize(15);
  }

  /** A command of the README as arguments of its job, with paths of this machine. */
  private static List<String> arguments(String command, Map<String, String> paths) {
    List<String> arguments = new ArrayList<>();
    for (String word : command.replace("\\\n", " ").strip().split("\\s+")) {
      String path = word.equals("/data") ? DATA.toString() : paths.get(word);
      arguments.add(path == null ? word : path);
    }
    String job = arguments.remove(0).replaceAll("jobs/|\\.sh", "");
    arguments.add(0, job);
    return arguments;
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
