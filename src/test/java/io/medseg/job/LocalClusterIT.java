package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.WorkFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that everything that travels does: with executors in processes of their own, which load
 * the model and read the files themselves, the evaluate job gives the bytes that it gives in one
 * process, and failures come back as rows.
 */
@ExtendWith(WorkFolder.class)
class LocalClusterIT {
  @TempDir static Path folder;

  /**
   * Two executors of one core. Without a distribution, executors get the class path of the test.
   */
  private static JobRunner cluster() {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return JobRunner.local()
        .with("spark.master", "local-cluster[2,1,1024]")
        .with("spark.executor.memory", "1g")
        .with("spark.executor.extraClassPath", classes)
        .with("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
        .with("spark.executorEnv.SPARK_SQL_TESTING", "1")
        .with("spark.executorEnv.MEDSEG_NATIVES_JAR", System.getProperty("medseg.natives.jar", ""));
  }

  @Test
  void executorsGiveTheBytesOfOneProcess() {
    Phantoms phantoms = Phantoms.in(folder).volumes(Phantoms.upTo(4));
    phantoms.write("volumes/0000009_V00.h5", "This is no HDF5 file.");
    String[] options = {"--run-id=one", "--partitions=3"};
    JobRunner.Result alone = JobRunner.local().run(phantoms.evaluate("alone", options));

    JobRunner.Result run = cluster().run(phantoms.evaluate("cluster", options));

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(run.out()).isEqualTo(alone.out().replace("alone", "cluster"));
    Results one = new Results(folder.resolve("alone"));
    Results two = new Results(folder.resolve("cluster"));
    assertThat(two.json("run.json").at("/software/spark_master").asText())
        .startsWith("local-cluster");
    assertThat(two.metrics()).hasSize(4 * 6);
    assertThat(two.text("metrics.csv")).isEqualTo(one.text("metrics.csv"));
    assertThat(two.text("summary.json")).isEqualTo(one.text("summary.json"));
    assertThat(two.text("failures.csv")).isEqualTo(one.text("failures.csv"));
    assertThat(two.timelessText()).isEqualTo(one.timelessText());
  }
}
