package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves on real scans that a cluster gives what one process gives: a master, two workers and HDFS
 * on loopback, the job submitted as a user does it, with experiment, catalog, scans, model and
 * results on HDFS. Then the same files are there as after a local run, byte for byte but for times,
 * places and names of runs (the table row by row), and nobody has told the file system's secrets.
 */
class HdfsClusterIT {
  private static final Path DATA = Path.of(System.getProperty("data.dir", ""));
  private static final String PROJECT = "/project";
  private static final String SCANS = "/scans";
  private static final String SECRET = "hush-hush-2718281828";
  private static final List<String> HIPPOCAMPUS =
      List.of(
          "hippocampus/test/3d",
          "conf/experiments/hippocampus_unet2d.yaml",
          "conf/models/hippocampus_unet2d",
          "conf/datasets.yaml");

  @TempDir Path folder;

  @BeforeAll
  static void needsDataAndJar() {
    Path scans = DATA.resolve("hippocampus/test");
    assumeTrue(Files.isDirectory(scans), "there is no folder " + scans + " (data.dir)");
    BuiltJar.assume();
  }

  @Test
  void aClusterOverHdfsGivesTheFilesOfALocalRun() {
    Path alone = folder.resolve("alone");
    JobRunner.local()
        .run(evaluate(JobRunner.home().toString(), DATA.toString(), alone.toString()))
        .fine();
    MiniHdfs hdfs = MiniHdfs.start();
    String root = hdfs.folder().toString();
    for (String input : HIPPOCAMPUS) {
      boolean ours = input.startsWith("conf");
      String target = (ours ? root + PROJECT : root + SCANS) + "/" + input;
      Path source = (ours ? JobRunner.home() : DATA).resolve(input);
      hdfs.upload(source, new org.apache.hadoop.fs.Path(target));
    }

    try (StandaloneCluster cluster = StandaloneCluster.start(folder);
        ScriptRun run =
            cluster.submit(
                List.of("--conf", "spark.hadoop.fs.s3a.secret.key=" + SECRET),
                evaluate(root + PROJECT, root + SCANS, root + "/results"))) {
      run.fine();
      assertThat(run.out()).contains("24 scans evaluated, 0 failed. Results are in " + root);
      assertThat(run.out() + run.err() + cluster.logs()).doesNotContain(SECRET);
    }

    Path fetched = folder.resolve("fetched");
    hdfs.download(new org.apache.hadoop.fs.Path(root, "results"), fetched);
    Results results = new Results(fetched);
    assertSame(results, new Results(alone), root);
    JsonNode manifest = results.json("run.json");
    assertThat(manifest.at("/software/spark_master").asText()).startsWith("spark://127.0.0.1:");
    assertThat(manifest.at("/dataset/root").asText()).startsWith("hdfs://");
    assertThat(manifest.toString()).doesNotContain(SECRET);
  }

  private static List<String> evaluate(String project, String data, String output) {
    return List.of(
        "evaluate",
        "--config-file=" + project + "/conf/experiments/hippocampus_unet2d.yaml",
        "--datasets=" + project + "/conf/datasets.yaml",
        "--dataset-root=" + data,
        "--output=" + output,
        "--run-id=same");
  }

  private static void assertSame(Results found, Results expected, String root) {
    assertThat(found.names()).isEqualTo(expected.names());
    for (String name : List.of("metrics.csv", "summary.json", "failures.csv")) {
      assertThat(found.text(name)).as(name).isEqualTo(expected.text(name));
    }
    assertThat(found.timelessText().replace(root + PROJECT, JobRunner.home().toString()))
        .isEqualTo(expected.timelessText());
    assertSameTables(found, expected);
    assertThat(placeless(found, root + PROJECT, root + SCANS))
        .isEqualTo(placeless(expected, JobRunner.home().toString(), DATA.toString()));
  }

  /** Row by row: Parquet lists its encodings in another order in every JVM. */
  private static void assertSameTables(Results found, Results expected) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      assertThat(rows(spark, found)).hasSize(24 * 6 * 3).isEqualTo(rows(spark, expected));
    }
  }

  private static List<Row> rows(SparkSession spark, Results results) {
    return spark
        .read()
        .parquet(results.folder().resolve("scores.parquet").toString())
        .collectAsList();
  }

  /** run.json without times and the software's own names, and with the roots by name. */
  private static Map<String, String> placeless(Results results, String project, String data) {
    ObjectNode manifest = (ObjectNode) results.json("run.json");
    manifest.remove(List.of("started", "finished", "seconds", "counted_by_tasks"));
    ((ObjectNode) manifest.get("software")).remove(List.of("spark_application", "spark_master"));
    ((ObjectNode) manifest.get("software")).remove("medseg_spark");
    ((ObjectNode) manifest.get("dataset")).remove("scans_sha256");
    ((ObjectNode) manifest.get("counts")).remove("partitions");
    Map<String, String> entries = new TreeMap<>();
    List<String> names = new ArrayList<>();
    manifest.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String text = manifest.get(name).toString().replace("file:", "");
      entries.put(name, text.replace(data, "DATA").replace(project, "PROJECT"));
    }
    return entries;
  }
}
