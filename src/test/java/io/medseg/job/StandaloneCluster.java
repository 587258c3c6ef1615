package io.medseg.job;

import io.medseg.TestProcess;
import io.medseg.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A master and two workers with one core each on loopback, brought up by jobs/cluster.sh; executors
 * can be found and killed. It ends when it is closed, when it cannot be brought up, and at the
 * latest with the JVM of the tests.
 */
final class StandaloneCluster implements AutoCloseable {
  private final Path folder;
  private final String master;
  private final Thread lastResort = new Thread(this::kill);

  private StandaloneCluster(Path folder, String master) {
    this.folder = folder;
    this.master = master;
  }

  /**
   * Starts one on a free port.
   *
   * @param folder for its logs and work folders
   */
  static StandaloneCluster start(Path folder) {
    int port = freePort();
    StandaloneCluster cluster = new StandaloneCluster(folder, "spark://127.0.0.1:" + port);
    Runtime.getRuntime().addShutdownHook(cluster.lastResort);
    String limit = String.valueOf(Waiting.LIMIT.toSeconds());
    try {
      cluster.script("start", "--port", String.valueOf(port), "--timeout", limit).fine();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.kill();
      throw e;
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As in "spark://127.0.0.1:7077". */
  String master() {
    return master;
  }

  /** Runs jobs/cluster.sh for this cluster. */
  ScriptRun script(String action, String... options) {
    List<String> command = new ArrayList<>(List.of("cluster.sh", action, "--dir", dir()));
    command.addAll(List.of(options));
    return ScriptRun.start(folder, Map.of(), command.toArray(String[]::new));
  }

  private String dir() {
    return folder.resolve("cluster").toString();
  }

  /**
   * Submits a job in the background.
   *
   * @param options for Spark
   * @param arguments of the job, its name first
   */
  ScriptRun submit(List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("submit.sh", arguments.get(0)));
    command.addAll(List.of("--master", master, "--driver-memory", "1g", "--executor-memory", "1g"));
    command.addAll(options);
    command.add("--");
    command.addAll(arguments.subList(1, arguments.size()));
    return ScriptRun.start(folder, Map.of(), command.toArray(String[]::new));
  }

  /** The processes of executors that run now. */
  List<ProcessHandle> executors() {
    return List.of("worker-1", "worker-2").stream()
        .flatMap(this::process)
        .flatMap(ProcessHandle::children)
        .filter(child -> command(child).contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  private static String command(ProcessHandle process) {
    try {
      // ProcessHandle gives no arguments of commands that are too long.
      return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  /** The master's or a worker's, if it was started and has not been stopped. */
  private Stream<ProcessHandle> process(String name) {
    Path pidFile = Path.of(dir(), name + ".pid");
    if (!Files.exists(pidFile)) {
      return Stream.of();
    }
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    Stream.of("master", "worker-1", "worker-2")
        .flatMap(this::process)
        .forEach(TestProcess::destroyTree);
  }

  /** Everything that master, workers and executors have logged and printed. */
  String logs() {
    try (Stream<Path> files = Files.walk(Path.of(dir()))) {
      StringBuilder logs = new StringBuilder();
      for (Path file : (Iterable<Path>) files.filter(StandaloneCluster::isLog)::iterator) {
        logs.append(Files.readString(file));
      }
      return logs.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLog(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".log") || name.equals("stderr") || name.equals("stdout");
  }

  @Override
  public void close() {
    try {
      script("stop").fine();
      Runtime.getRuntime().removeShutdownHook(lastResort);
    } finally {
      kill();
    }
  }
}
