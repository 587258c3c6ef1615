package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that exports which are killed at random moments and go on with --resume end with the bytes
 * of an export in peace, that whatever lies under its final name meanwhile is whole, and that no
 * temporary file stays. {@code -Dkills=20} kills more often, {@code -Dkills.seed=N} at other
 * moments.
 */
class KilledExportIT {
  private static final int KILLS = Integer.getInteger("kills", 4);
  private static final long SEED = Long.getLong("kills.seed", 5);
  private static final int SCANS = 12;

  /** Where an export puts files; "" is the run's own folder. */
  private static final List<String> FOLDERS = List.of("", "predictions", "previews", "regions");

  @TempDir static Path folder;

  private static Phantoms phantoms;

  @BeforeAll
  static void needsJar() {
    BuiltJar.assume();
    phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(SCANS));
  }

  private static ScriptRun start(String output) {
    List<String> command = new ArrayList<>(List.of("export.sh", "--master", "local[2]", "--"));
    List<String> options =
        phantoms.evaluate(
            output,
            "--write=pred,nifti,png,regions",
            "--slices=all",
            "--resume",
            "--run-id=same",
            "TEST_BATCH_SIZE",
            "1");
    command.addAll(options.subList(1, options.size()));
    return ScriptRun.start(folder, Map.of(), command.toArray(String[]::new));
  }

  @Test
  void killedAndResumedItEndsAsInPeace() throws IOException {
    KilledRuns runs = new KilledRuns(folder, "run.json", KilledExportIT::start);
    long span = runs.peace("peace");
    Map<String, byte[]> peace = files("peace");
    assertThat(peace.keySet()).filteredOn(name -> name.endsWith(".pred")).hasSize(SCANS);

    for (String output : runs.kill(KILLS, SEED, span, looked -> assertWhole(looked, peace))) {
      try (ScriptRun run = start(output)) {
        run.fine();
      }
      assertThat(files(output).keySet()).as(output).isEqualTo(peace.keySet());
      assertWhole(output, peace);
      assertThat(temporaryFiles(output)).isEmpty();
    }
  }

  /** What tells of times is at least JSON to its end. */
  private static void assertWhole(String output, Map<String, byte[]> peace) throws IOException {
    files(output).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(peace.get(name)));
    Path ledger = folder.resolve(output).resolve("ledger");
    for (String name : names(ledger)) {
      if (!name.startsWith(".")) {
        Path entry = ledger.resolve(name);
        assertThat(new ObjectMapper().readTree(entry.toFile()).isObject()).as(name).isTrue();
      }
    }
  }

  /** What is there under final names, but for what tells of times. */
  private static Map<String, byte[]> files(String output) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String inside : FOLDERS) {
      Path parent = folder.resolve(output).resolve(inside);
      for (String name : names(parent)) {
        Path file = parent.resolve(name);
        if (!name.startsWith(".") && !name.equals("run.json") && Files.isRegularFile(file)) {
          files.put(inside + "/" + name, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private static List<String> temporaryFiles(String output) throws IOException {
    List<String> found = new ArrayList<>();
    for (String inside : List.of("", "predictions", "previews", "regions", "ledger")) {
      names(folder.resolve(output).resolve(inside)).stream()
          .filter(name -> name.startsWith("."))
          .forEach(found::add);
    }
    return found;
  }

  /** Names alone: a walk would ask for the attributes of files that are being renamed. */
  private static List<String> names(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
