package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.model.Device;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class GpuAmountsTest {
  @Test
  void gpusLimitTheTasksOfAnExecutor() {
    assertThat(new GpuAmounts(0, 0).slots(8)).isEqualTo(8);
    assertThat(new GpuAmounts(1, 1).slots(8)).isEqualTo(1);
    assertThat(new GpuAmounts(2, 1).slots(8)).isEqualTo(2);
    assertThat(new GpuAmounts(1, 0.5).slots(8)).isEqualTo(2);
    // Spark rounds down for each GPU.
    assertThat(new GpuAmounts(2, 0.4).slots(8)).isEqualTo(4);
    assertThat(new GpuAmounts(4, 2).slots(8)).isEqualTo(2);
    assertThat(new GpuAmounts(4, 1).slots(2)).isEqualTo(2);
  }

  @Test
  void thePluginComesWhereExecutorsHaveSeveralGpus() {
    SparkConf one = new SparkConf(false).set("spark.executor.resource.gpu.amount", "1");
    GpuPlugin.addTo(one);
    assertThat(one.contains("spark.plugins")).isFalse();
    SparkConf two =
        new SparkConf(false)
            .set("spark.executor.resource.gpu.amount", "2")
            .set("spark.plugins", "a.B");
    GpuPlugin.addTo(two);
    assertThat(two.get("spark.plugins")).isEqualTo("a.B,io.medseg.spark.GpuPlugin");
  }

  @Test
  void aTaskRunsOnTheGpuThatItWasGiven() {
    assertThat(TaskDevice.of(List.of(), List.of("0"))).isEqualTo(Device.CPU);
    assertThat(TaskDevice.of(List.of("1"), List.of())).isEqualTo(Device.gpu("1", List.of("1")));
    assertThat(TaskDevice.of(List.of("1"), List.of("0", "1")))
        .isEqualTo(Device.gpu("1", List.of("0", "1")));
    assertThat(TaskDevice.of(List.of("2", "3"), List.of("0", "1", "2", "3")))
        .isEqualTo(Device.gpu("2", List.of("0", "1", "2", "3")));
    assertThatThrownBy(() -> TaskDevice.of(List.of("first"), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid GPU address: first; a number is expected");
  }
}
