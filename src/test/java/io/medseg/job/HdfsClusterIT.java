package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
  private static final String SECRET = "hush-hush-2718281828";

  @TempDir Path folder;

  @BeforeAll
  static void needsDataAndJar() {
    HippocampusOnHdfs.assumePossible();
  }

  @Test
  void aClusterOverHdfsGivesTheFilesOfALocalRun() {
    Path alone = folder.resolve("alone");
    JobRunner.local().run(HippocampusOnHdfs.evaluateHere(alone)).fine();
    HippocampusOnHdfs scans = HippocampusOnHdfs.upload();

    try (StandaloneCluster cluster = StandaloneCluster.start(folder);
        ScriptRun run =
            cluster.submit(
                List.of("--conf", "spark.hadoop.fs.s3a.secret.key=" + SECRET),
                scans.evaluate("results"))) {
      run.fine();
      assertThat(run.out())
          .contains("24 scans evaluated, 0 failed. Results are in " + scans.root());
      assertThat(run.out() + run.err() + cluster.logs()).doesNotContain(SECRET);
    }

    Results results = scans.fetch("results", folder);
    assertSame(results, new Results(alone), scans);
    JsonNode manifest = results.json("run.json");
    assertThat(manifest.at("/software/spark_master").asText()).startsWith("spark://127.0.0.1:");
    assertThat(manifest.at("/dataset/root").asText()).startsWith("hdfs://");
    assertThat(manifest.toString()).doesNotContain(SECRET);
  }

  private static void assertSame(Results found, Results expected, HippocampusOnHdfs scans) {
    scans.assertSame(found, expected);
    assertSameTables(found, expected);
    assertThat(placeless(found, scans.project(), scans.data()))
        .isEqualTo(
            placeless(expected, JobRunner.home().toString(), HippocampusOnHdfs.DATA.toString()));
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

  /**
   * run.json without times, of the run and of the files, and the software's own names, and with the
   * roots by name.
   */
  private static Map<String, String> placeless(Results results, String project, String data) {
    ObjectNode manifest = (ObjectNode) results.json("run.json");
    manifest.remove(List.of("started", "finished", "seconds", "counted_by_tasks"));
    ((ObjectNode) manifest.get("software")).remove(List.of("spark_application", "spark_master"));
    ((ObjectNode) manifest.get("software")).remove("medseg_spark");
    ((ObjectNode) manifest.get("dataset")).remove("scans_sha256");
    for (JsonNode scan : manifest.at("/dataset/scans")) {
      ((ObjectNode) scan).remove("files_sha256");
      scan.get("files").forEach(file -> ((ObjectNode) file).remove("modified"));
    }
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
