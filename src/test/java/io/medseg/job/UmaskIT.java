package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Proves that nobody else can read what jobs write for a user whose umask says so. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells the umask of a process")
class UmaskIT {
  private static final List<String> OUTPUTS = List.of("scores", "shards", "scans", "inspection");

  @TempDir Path folder;

  /** Runs every job that writes, as a process of its own. */
  public static void main(String[] arguments) {
    Phantoms phantoms = Phantoms.in(Path.of(arguments[0])).volumes(1, 2);
    run(phantoms.evaluate("scores", "--write=pred,nifti,png,regions"));
    run(phantoms.preprocess("shards"));
    run(phantoms.preprocess("scans", "--format=h5-slices"));
    run(
        List.of(
            "inspect",
            "--datasets=" + phantoms.path("catalog.yaml"),
            "--dataset=volumes",
            "--output=" + phantoms.path("inspection")));
  }

  private static void run(List<String> job) {
    JobRunner.local().run(job).fine();
  }

  private TestProcess.Result runAll() throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(it -> !it.startsWith("-javaagent") && !it.startsWith("-agent"))
        .forEach(command::add);
    command.add("-Dmedseg.natives.jar=" + System.getProperty("medseg.natives.jar", ""));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(UmaskIT.class.getName(), folder.toString()));
    return TestProcess.run(new ProcessBuilder(command));
  }

  @Test
  void nothingIsForOthers() throws IOException {
    TestProcess.Result result = runAll();
    assertThat(result.code()).as(result.output()).isZero();

    Map<String, String> open = new TreeMap<>();
    List<String> seen = new ArrayList<>();
    for (String output : OUTPUTS) {
      try (Stream<Path> all = Files.walk(folder.resolve(output))) {
        for (Path one : all.toList()) {
          String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(one));
          seen.add(folder.relativize(one).toString());
          if (!rights.equals(Files.isDirectory(one) ? "rwx------" : "rw-------")) {
            open.put(folder.relativize(one).toString(), rights);
          }
        }
      }
    }
    assertThat(open).isEmpty();
    assertThat(seen)
        .contains("scores", "scores/run.json", "scores/report.html", "scores/scores.parquet")
        .contains("scores/ledger/" + Phantoms.id(1) + ".json", "scores/regions.csv")
        .contains("scores/previews/" + Phantoms.id(2) + ".png", "scores/labels.txt")
        .contains("shards/all", "shards/index.json", "shards/plan.json")
        .contains("scans/all/" + Phantoms.id(1) + "-Aug00_001.im", "inspection/inspection.json")
        .anyMatch(name -> name.matches("scores/scores.parquet/part-.*\\.parquet"))
        .anyMatch(name -> name.matches("shards/all/shard-.*"));
  }
}
