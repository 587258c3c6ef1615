package io.medseg.export;

import static io.medseg.export.EvaluationGoldenTest.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportsTest {
  @Test
  void manifestHasSortedKeysAndStrictJson() throws IOException {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("seconds", 1e-5);
    entries.put("counts", Map.of("scans", 3, "failed", 0L));
    entries.put("lists", List.of(List.of(), List.of(1, 2), Map.of()));
    entries.put("mean", Double.NaN);
    entries.put("baseline", null);
    assertThat(written(new RunManifest(entries)))
        .isEqualTo(
            """
            {
                "baseline": null,
                "counts": {
                    "failed": 0,
                    "scans": 3
                },
                "lists": [
                    [],
                    [
                        1,
                        2
                    ],
                    {}
                ],
                "mean": null,
                "seconds": 1e-05
            }
            """);
  }

  @Test
  void summaryHasTheCountsOfEachCase() throws IOException {
    JsonNode first = summary().get("metric_per_case").get(1);
    assertThat(first.get("prediction_file").asText()).isEqualTo("b");
    assertThat(first.get("metrics").get("1").toString())
        .isEqualTo(
            "{\"Dice\":0.5,\"FN\":1,\"FP\":5,\"IoU\":0.3333333333333333,"
                + "\"TN\":91,\"TP\":3,\"n_pred\":8,\"n_ref\":4}");
  }

  @Test
  void summaryMeansLeaveOutClassesThatAreInNeitherMask() throws IOException {
    JsonNode summary = summary();
    assertThat(summary.get("metric_per_case").get(1).at("/metrics/2/Dice").asDouble()).isNaN();
    assertThat(summary.at("/mean/1/Dice").asDouble()).isEqualTo(0.5);
    assertThat(summary.at("/mean/2/Dice").asDouble()).isZero();
    assertThat(summary.at("/mean/2/n_pred").asDouble()).isEqualTo(7 / 3.0);
    assertThat(summary.at("/foreground_mean/Dice").asDouble()).isEqualTo(0.25);
  }

  @Test
  void summaryIsLaidOutAsPythonWritesIt() throws IOException {
    assertThat(written(new NnunetSummary(Scores.summary())))
        .startsWith("{\n    \"foreground_mean\": {\n        \"Dice\": 0.25,\n        \"FN\": ")
        .contains("\"Dice\": NaN,\n")
        .endsWith("            \"reference_file\": \"c\"\n        }\n    ]\n}\n");
  }

  private static JsonNode summary() throws IOException {
    return JsonMapper.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .build()
        .readTree(written(new NnunetSummary(Scores.summary())));
  }

  @Test
  void theManifestShowsNoCredentials() throws IOException {
    Map<String, Object> entries =
        Map.of("dataset", Map.of("scans", List.of(Map.of("location", "s3a://k:s/x@bucket/a.h5"))));

    assertThat(written(new RunManifest(entries)))
        .contains("\"s3a://***@bucket/a.h5\"")
        .doesNotContain("k:s");
  }
}
