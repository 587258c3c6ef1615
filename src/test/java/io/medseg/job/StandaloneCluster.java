package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

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
 * can be found and killed.
 */
final class StandaloneCluster implements AutoCloseable {
  private final Path folder;
  private final String master;

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
    cluster.script("start", "--port", String.valueOf(port), "--timeout", "180").fine();
    return cluster;
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
        .map(worker -> Path.of(dir(), worker + ".pid"))
        .flatMap(StandaloneCluster::children)
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

  private static Stream<ProcessHandle> children(Path pidFile) {
    try {
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      return ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    assertThat(script("stop").await()).isZero();
  }
}
