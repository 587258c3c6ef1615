package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import io.medseg.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jobs/cluster.sh starts what it says, refuses in words, and ends its own processes only. */
class ClusterScriptIT {
  @TempDir Path folder;

  private ScriptRun script(String... arguments) {
    return script(Map.of(), arguments);
  }

  private ScriptRun script(Map<String, String> variables, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "cluster.sh";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return ScriptRun.start(folder, variables, command);
  }

  private void assertRefused(ScriptRun run, String message) {
    assertThat(run.await()).as(run.err()).isEqualTo(1);
    assertThat(run.err().strip()).isEqualTo(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void startsStopsAndTellsHowItIs() throws IOException {
    BuiltJar.assume();
    String dir = folder.resolve("cluster").toString();
    try (StandaloneCluster cluster = StandaloneCluster.start(folder)) {
      ScriptRun status = cluster.script("status").fine();
      assertThat(status.out())
          .startsWith("Master " + cluster.master() + ", logs in " + dir)
          .contains("master: running", "worker-1: running", "worker-2: running");
      assertRefused(
          cluster.script("start"),
          "Cannot start the cluster: it is already running in "
              + dir
              + "; jobs/cluster.sh stop ends it");
      assertThat(cluster.executors()).isEmpty();

      long worker = Long.parseLong(Files.readString(Path.of(dir, "worker-2.pid")).strip());
      ProcessHandle.of(worker).orElseThrow().destroyForcibly();
      ProcessHandle.of(worker).ifPresent(dying -> dying.onExit().join());
      ScriptRun partly = cluster.script("status");
      assertThat(partly.await()).isEqualTo(1);
      assertThat(partly.out()).contains("worker-2: ended, see " + dir + "/worker-2.log");

      assertThat(cluster.script("stop").fine().out())
          .isEqualTo("The cluster in " + dir + " is stopped\n");
      assertThat(cluster.script("stop").fine().out())
          .isEqualTo("No cluster is running in " + dir + "\n");
      assertThat(cluster.script("status").await()).isEqualTo(3);
    }
  }

  @Test
  void aClusterOfTestsEndsWithTheirJvm() throws IOException {
    BuiltJar.assume();
    Path dir = folder.resolve("cluster");
    Path log = folder.resolve("starter.log");
    ProcessBuilder tests =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Starter.class.getName(),
            folder.toString());
    tests.redirectErrorStream(true).redirectOutput(log.toFile());
    try (TestProcess jvm = TestProcess.start(tests)) {
      jvm.awaitState(
          "a cluster", () -> Files.exists(folder.resolve("up")), () -> log + " and " + dir);
      List<ProcessHandle> daemons = new ArrayList<>();
      for (String name : List.of("master", "worker-1", "worker-2")) {
        String pid = Files.readString(dir.resolve(name + ".pid")).strip();
        daemons.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
      }

      jvm.process().destroy();

      for (ProcessHandle daemon : daemons) {
        Waiting.until("its end", () -> !daemon.isAlive(), () -> daemon.info().toString());
      }
    }
  }

  /** Stands for a JVM of tests that is stopped while its cluster runs. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      StandaloneCluster.start(folder);
      Files.createFile(folder.resolve("up"));
      new CountDownLatch(1).await();
    }
  }

  @Test
  void stopLeavesOthersAlone() throws IOException {
    try (TestProcess started = TestProcess.start(new ProcessBuilder("sleep", "1d"))) {
      Process other = started.process();
      Files.writeString(folder.resolve("master.pid"), other.pid() + "\n");
      ScriptRun stop = script("stop", "--dir", folder.toString()).fine();

      assertThat(stop.out()).isEqualTo("No cluster is running in " + folder + "\n");
      assertThat(other.isAlive()).isTrue();
      assertThat(folder.resolve("master.pid")).doesNotExist();
    }
  }

  @Test
  void saysWhyItCannotStart() throws IOException {
    BuiltJar.assume();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertRefused(
          script("start", "--dir", "here", "--port", String.valueOf(taken.getLocalPort())),
          "Cannot start the cluster: port "
              + taken.getLocalPort()
              + " is taken; choose another with --port");
    }
    assertRefused(
        script(Map.of("SPARK_HOME", "/none"), "start", "--dir", "here"),
        "Cannot start the cluster: there is no folder /none/jars (SPARK_HOME)");
  }

  @Test
  void refusesOptionsInWords() {
    assertRefused(script("start", "--port", "http"), "Invalid --port: 'http'; a number from 1 on");
    assertRefused(
        script("start", "--memory", "lots"), "Invalid --memory: 'lots'; as in 512m or 4g");
    assertRefused(
        script("start", "--nodes", "2"),
        "Invalid arguments: --nodes is unknown; see jobs/cluster.sh --help");
    assertRefused(
        script("start", "--port"),
        "Invalid arguments: --port is unknown or lacks its value; see jobs/cluster.sh --help");
    ScriptRun nothing = script();
    assertThat(nothing.await()).isEqualTo(1);
    assertThat(nothing.err()).startsWith("Usage: jobs/cluster.sh start|stop|status");
  }
}
