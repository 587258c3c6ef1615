package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTest {
  @Test
  void aGpuKnowsThoseBesideIt() {
    assertThat(Device.gpu("3", List.of("3", "2"))).isEqualTo(new Device.Gpu(3, List.of(2, 3)));
    assertThat(Device.gpu(" 0 ", List.of("0"))).hasToString("GPU 0");
    assertThat(Device.CPU).hasToString("CPU").isEqualTo(new Device.Cpu());
  }

  @Test
  void anAddressThatIsNoNumberIsRefused() {
    for (String address : List.of("GPU-8f3a", "", "-1", "0x1", "99999999999")) {
      assertThatThrownBy(() -> Device.gpu(address, List.of(address)))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Invalid GPU address: %s; a number is expected, as nvidia-smi counts the GPUs of a host: look at the discovery script (spark.worker.resource.gpu.discoveryScript, spark.executor.resource.gpu.discoveryScript)",
              address);
    }
  }

  @Test
  void aGpuIsOneOfItsProcess() {
    assertThatThrownBy(() -> new Device.Gpu(1, List.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid GPU: 1 of [0]");
  }
}
