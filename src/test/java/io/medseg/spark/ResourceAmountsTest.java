package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceAmountsTest {
  private static SparkConf conf(String master, String... settings) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return conf;
  }

  @ParameterizedTest
  @CsvSource({
    "local, spark.task.resource.gpu.amount, 1",
    "local[*], spark.task.resource.gpu.amount, 0.5",
    "'local[2,3]', spark.executor.resource.gpu.amount, 1",
    "local[8], spark.task.resource.fpga.amount, 1"
  })
  void localModeHasNoneToGive(String master, String setting, String amount) {
    assertThatThrownBy(() -> SparkSettings.check(conf(master, setting, amount)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Invalid %s: %s: with master %s Spark gives no ".formatted(setting, amount, master))
        .hasMessageContaining("they would wait for ever; remove the setting");
  }

  @Test
  void localModeIsToldHowElse() {
    assertThatThrownBy(
            () -> SparkSettings.check(conf("local[*]", "spark.task.resource.gpu.amount", "1")))
        .hasMessageEndingWith("; without it a GPU is used as CUDA_VISIBLE_DEVICES tells");
  }

  @Test
  void aTaskMayNotWantMoreThanAnExecutorHas() {
    assertThatThrownBy(
            () ->
                SparkSettings.check(
                    conf(
                        "yarn",
                        "spark.executor.resource.gpu.amount",
                        "1",
                        "spark.task.resource.gpu.amount",
                        "2")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid spark.task.resource.gpu.amount: 2: an executor has 1 (spark.executor.resource.gpu.amount), so that no task could ever start");
    assertThatThrownBy(
            () -> SparkSettings.check(conf("yarn", "spark.task.resource.gpu.amount", "0.5")))
        .hasMessage(
            "Invalid spark.task.resource.gpu.amount: 0.5: an executor has none (spark.executor.resource.gpu.amount), so that no task could ever start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "-1", "NaN", "1g", ""})
  void anAmountIsANumber(String amount) {
    assertThatThrownBy(
            () ->
                SparkSettings.check(
                    conf("spark://host:7077", "spark.task.resource.gpu.amount", amount)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid spark.task.resource.gpu.amount: %s; a number is expected, as in 1 or 0.5"
                .formatted(amount));
  }

  @Test
  void whatCanBeGivenIsTaken() {
    for (String master : new String[] {"yarn", "local-cluster[1,2,1024]", "k8s://host"}) {
      assertThatCode(
              () ->
                  SparkSettings.check(
                      conf(
                          master,
                          "spark.executor.resource.gpu.amount",
                          "1",
                          "spark.task.resource.gpu.amount",
                          "0.5")))
          .doesNotThrowAnyException();
    }
    assertThatCode(
            () -> SparkSettings.check(conf("local[2]", "spark.task.resource.gpu.amount", "0")))
        .doesNotThrowAnyException();
  }
}
