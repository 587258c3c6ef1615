package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A password that somebody puts into a path is in no message and no result; nor are the file
 * system's settings.
 */
class SecretsIT {
  private static final String SECRET = "hush-hush-2718281828";
  private static final String PATH = "s3a://AKIA123:" + SECRET + "@bucket/folder";

  @TempDir Path folder;
  private Phantoms phantoms;

  @BeforeEach
  void write() {
    phantoms = Phantoms.in(folder).volumes(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--output", "--config-file", "--datasets", "--dataset-root", "--model"})
  void aPasswordInAnOptionIsRefused(String option) {
    String refusal = JobRunner.local().run(phantoms.evaluate("out", option + "=" + PATH)).refusal();

    assertThat(refusal).contains(": it holds a password; give it in the Hadoop configuration");
    assertThat(refusal).doesNotContain(SECRET);
  }

  @Test
  void aPasswordInACatalogIsRefused() {
    phantoms.write(
        "catalog.yaml",
        "datasets: [{name: volumes, root: \"%s\", layout: volumes, categories: [{id: 0, name: a, abbreviation: a}]}]"
            .formatted(PATH));

    String refusal = JobRunner.local().run(phantoms.evaluate("out")).refusal();

    assertThat(refusal).contains("it holds a password").doesNotContain(SECRET);
  }

  @Test
  void theManifestHoldsNone() {
    List<String> job =
        phantoms.evaluate(
            "out", "--model=" + Phantoms.model("phantom_unet2d"), "TEST_WEIGHT_PATH", PATH);

    JobRunner.local().with("spark.hadoop.fs.s3a.secret.key", SECRET).run(job).fine();

    Results results = new Results(folder.resolve("out"));
    for (String name : List.of("run.json", "results.txt", "summary.json", "failures.csv")) {
      assertThat(results.text(name)).as(name).doesNotContain(SECRET);
    }
    assertThat(results.json("run.json").at("/experiment/settings/TEST_WEIGHT_PATH").asText())
        .isEqualTo("s3a://***@bucket/folder");
  }
}
