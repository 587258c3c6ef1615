package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.WorkFolder;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.spark.RecordingModel.Event;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves, with a discovery script that announces GPUs which are not there and an engine double,
 * that Spark's own assignment decides: every scan runs on the GPU that Spark gave its task, and
 * every GPU has its model loaded once. Executors are processes of their own.
 */
@ExtendWith(WorkFolder.class)
class GpuClusterIT {
  private static final int SCANS = 8;

  @TempDir Path folder;

  /** Spark with one worker of two cores that announces these addresses. */
  private SparkConf cluster(String... addresses) throws IOException {
    Path script = folder.resolve("gpus.sh");
    Files.writeString(
        script,
        "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"%s\"]}'%n"
            .formatted(String.join("\", \"", addresses)));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new SparkConf(false)
        .setMaster("local-cluster[1,2,2048]")
        .setAppName("test")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.executor.memory", "512m")
        .set(
            "spark.executor.extraClassPath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
        .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
        .set("spark.executorEnv.SPARK_SQL_TESTING", "1")
        .set("spark.worker.resource.gpu.amount", Integer.toString(addresses.length))
        .set("spark.worker.resource.gpu.discoveryScript", script.toString());
  }

  private static SparkConf amounts(SparkConf conf, int executor, String task, int cores) {
    conf.set("spark.executor.resource.gpu.amount", Integer.toString(executor))
        .set("spark.task.resource.gpu.amount", task)
        .set("spark.executor.cores", Integer.toString(cores));
    GpuPlugin.addTo(conf);
    return conf;
  }

  private List<Scan> scans() throws IOException {
    ScanFileWriter writer = new ScanFileWriter(new Configuration());
    for (int scan = 1; scan <= SCANS; scan++) {
      Volume image = Volume.zeros(4, 4, 1);
      image.plane(0)[0] = scan;
      writer.writeVolume(
          new org.apache.hadoop.fs.Path(folder.resolve("scans").toString()),
          "%07d_V00".formatted(scan),
          image,
          MaskVolume.empty(4, 4, 1, 1));
    }
    return Layouts.of("volumes").scans(dataset(), FileSystem.getLocal(new Configuration()));
  }

  private Dataset dataset() {
    return new Dataset(
        "gpus",
        folder.resolve("scans").toString(),
        "volumes",
        List.of(),
        null,
        "SemSegEvaluator",
        Map.of());
  }

  private List<Event> run(SparkConf conf, int slots, int engines) throws IOException {
    RecordingModel model = new RecordingModel(folder.toString(), engines);
    Experiment experiment =
        Experiment.of(
            Map.of(
                "IMG_SIZE", List.of(4, 4, 1),
                "CATEGORIES", List.of(0),
                "TEST_METRICS", List.of("DSC")),
            Parity.NONE);
    List<Scan> scans = scans();
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      EvaluationRun run =
          new EvaluationRun(
              spark,
              new EvaluationRecipe(experiment, dataset(), model, "recorded"),
              RunSettings.of(SCANS, ScanSplit.NEVER),
              unused -> {});
      EvaluationResult result = run.run(scans);
      assertThat(result.failures()).isEmpty();
      assertThat(result.scores()).hasSize(SCANS);
      assertThat(SparkSettings.slotsPerExecutor(spark)).isEqualTo(slots);
    }
    return model.events();
  }

  /** Every scan once, on the device of the address that Spark gave. */
  private static void everyScanOnItsDevice(List<Event> events) {
    List<Event> scans = events.stream().filter(event -> event.scan() != Event.LOAD).toList();
    assertThat(scans).extracting(Event::scan).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    for (Event event : events) {
      assertThat(event.device()).isEqualTo("GPU " + event.given());
    }
  }

  private static Set<String> loads(List<Event> events) {
    List<String> loads =
        events.stream()
            .filter(event -> event.scan() == Event.LOAD)
            .map(event -> event.process() + " " + event.device())
            .toList();
    assertThat(loads).doesNotHaveDuplicates();
    return new HashSet<>(loads);
  }

  private static Set<String> devices(List<Event> events) {
    return events.stream()
        .filter(event -> event.scan() != Event.LOAD)
        .map(Event::device)
        .collect(Collectors.toSet());
  }

  private static long processes(List<Event> events) {
    return events.stream().map(Event::process).distinct().count();
  }

  /** The layout to recommend. */
  @Test
  void executorsOfOneGpuEach() throws IOException {
    List<Event> events = run(amounts(cluster("2", "5"), 1, "1", 1), 1, 2);

    everyScanOnItsDevice(events);
    assertThat(devices(events)).containsExactlyInAnyOrder("GPU 2", "GPU 5");
    assertThat(loads(events)).hasSize(2);
    assertThat(processes(events)).isEqualTo(2);
  }

  @Test
  void oneExecutorOfTwoGpusLoadsAModelForEach() throws IOException {
    List<Event> events = run(amounts(cluster("0", "1"), 2, "1", 2), 2, 2);

    everyScanOnItsDevice(events);
    assertThat(devices(events)).containsExactlyInAnyOrder("GPU 0", "GPU 1");
    assertThat(loads(events)).hasSize(2);
    assertThat(processes(events)).isEqualTo(1);
  }

  @Test
  void twoTasksOnOneGpuShareItsModel() throws IOException {
    List<Event> events = run(amounts(cluster("7"), 1, "0.5", 2), 2, 1);

    everyScanOnItsDevice(events);
    assertThat(loads(events)).hasSize(1);
    assertThat(processes(events)).isEqualTo(1);
  }

  @Test
  void anAddressThatIsNoNumberEndsTheRunInWords() throws IOException {
    SparkConf conf = amounts(cluster("GPU-8f3a"), 1, "1", 1);

    assertThatThrownBy(() -> run(conf, 1, 1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid GPU address: GPU-8f3a; a number is expected");
  }
}
