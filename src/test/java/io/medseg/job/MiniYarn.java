package io.medseg.job;

import io.medseg.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * YARN on loopback in this JVM, a real resource manager and one node manager, whose containers are
 * processes of this machine; the default file system is the local disk. Beside it lies a Spark that
 * looks like a distribution: the jars that Maven resolved, Spark's YARN client and
 * bin/spark-submit.
 */
final class MiniYarn implements AutoCloseable {
  private static final Path HOME = JobRunner.home();

  /** Starts Spark's own class as the script of a distribution does. */
  private static final String SPARK_SUBMIT =
      """
      #!/usr/bin/env bash
      here=$(dirname "$(dirname "$0")")
      exec java -Xmx512m -cp "${SPARK_CONF_DIR:-$here/conf}:$HADOOP_CONF_DIR:$here/jars/*" org.apache.spark.deploy.SparkSubmit "$@"
      """;

  private final MiniYARNCluster cluster;
  private final YarnClient client;
  private final Path folder;

  private MiniYarn(MiniYARNCluster cluster, YarnClient client, Path folder) {
    this.cluster = cluster;
    this.client = client;
    this.folder = folder;
  }

  /**
   * Starts it.
   *
   * @param folder for logs, containers, configuration and Spark
   */
  static MiniYarn start(Path folder) throws IOException {
    // The only way to tell a mini cluster where its containers' folders and logs lie.
    System.setProperty("test.build.data", folder.resolve("yarn").toString());
    MiniYARNCluster cluster = new MiniYARNCluster("medseg", 1, 1, 1);
    cluster.init(settings());
    cluster.start();
    YarnClient client = YarnClient.createYarnClient();
    try {
      cluster.waitForNodeManagersToConnect((int) Waiting.LIMIT.toMillis());
    } catch (YarnException | InterruptedException e) {
      throw new IllegalStateException("YARN did not start", e);
    }
    client.init(cluster.getConfig());
    client.start();
    writeSettings(cluster.getConfig(), Files.createDirectories(folder.resolve("hadoop")));
    layOutSpark(folder.resolve("spark"));
    return new MiniYarn(cluster, client, folder);
  }

  private static YarnConfiguration settings() {
    YarnConfiguration yarn = new YarnConfiguration();
    yarn.set("fs.defaultFS", "file:///");
    yarn.set("yarn.minicluster.yarn.nodemanager.resource.memory-mb", "8192");
    yarn.set("yarn.nodemanager.resource.memory-mb", "8192");
    yarn.set("yarn.scheduler.minimum-allocation-mb", "256");
    yarn.set("yarn.nodemanager.vmem-check-enabled", "false");
    yarn.set("yarn.application.classpath", "");
    yarn.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    yarn.set("yarn.scheduler.capacity.root.queues", "default");
    yarn.set("yarn.scheduler.capacity.root.default.capacity", "100");
    // The disk of whoever runs the tests may be nearly full, which is no matter here.
    yarn.set(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
    // A class of the mini cluster alone, which a client would not find.
    yarn.unset("net.topology.node.switch.mapping.impl");
    return yarn;
  }

  private static void writeSettings(Configuration running, Path folder) throws IOException {
    Configuration plain = new Configuration(false);
    for (Map.Entry<String, String> setting : running) {
      // What refers to other settings is a default that a client has as well.
      if (!setting.getValue().contains("${")) {
        plain.set(setting.getKey(), setting.getValue());
      }
    }
    for (String name : List.of("core-site.xml", "yarn-site.xml")) {
      try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
        plain.writeXml(out);
      }
    }
  }

  private static void layOutSpark(Path spark) throws IOException {
    Path jars = Files.createDirectories(spark.resolve("jars"));
    try (Stream<Path> resolved = Files.list(HOME.resolve("target/spark/jars"))) {
      for (Path jar : (Iterable<Path>) resolved::iterator) {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
    Path client = yarnClient();
    Files.createSymbolicLink(jars.resolve(client.getFileName()), client);
    Path submit = Files.createDirectories(spark.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, SPARK_SUBMIT);
    submit.toFile().setExecutable(true);
    Files.createDirectories(spark.resolve("conf"));
  }

  private static Path yarnClient() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .map(Path::of)
        .filter(jar -> jar.getFileName().toString().startsWith("spark-yarn_"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Spark's YARN client is not a dependency"));
  }

  /** The conf folder of the Spark that submits, which the cluster's owner would fill. */
  Path sparkConf() {
    return folder.resolve("spark/conf");
  }

  /** Runs a script of jobs/ against it. */
  ScriptRun script(String... command) {
    Map<String, String> variables = new HashMap<>();
    variables.put("SPARK_HOME", folder.resolve("spark").toString());
    variables.put("HADOOP_CONF_DIR", folder.resolve("hadoop").toString());
    variables.put(
        "MEDSEG_NATIVES",
        HOME.resolve("target/natives/tensorflow-core-native-linux-x86_64.jar").toUri().toString());
    return ScriptRun.start(folder, variables, command);
  }

  /** All applications so far, the oldest first. */
  List<ApplicationReport> applications() throws IOException, YarnException {
    return client.getApplications().stream()
        .sorted(Comparator.comparing(ApplicationReport::getApplicationId))
        .toList();
  }

  /** The newest application. */
  ApplicationReport last() throws IOException, YarnException {
    List<ApplicationReport> all = applications();
    return all.get(all.size() - 1);
  }

  /** What the containers of an application printed. */
  String logs(ApplicationReport application) {
    String id = application.getApplicationId().toString();
    try (Stream<Path> files = Files.walk(folder.resolve("yarn"))) {
      StringBuilder logs = new StringBuilder();
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (file.toString().contains(id) && (name.equals("stdout") || name.equals("stderr"))) {
          logs.append(Files.readString(file));
        }
      }
      return logs.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.stop();
    cluster.stop();
  }
}
