package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.model.Device;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;

/** What is decided about GPUs before TensorFlow's library loads; no GPU is needed for it. */
class GpuVisibilityTest {
  private static final Device THIRD = Device.gpu("3", List.of("3"));

  private static GpuVisibility of(Device device, Map<String, String> environment) {
    return GpuVisibility.of(device, environment::get);
  }

  @Test
  void aProcessSeesItsOwnGpuOnly() {
    GpuVisibility visible = of(THIRD, Map.of());

    assertThat(visible.environment(name -> null))
        .isEqualTo(
            Map.of(
                "CUDA_VISIBLE_DEVICES", "3",
                "CUDA_DEVICE_ORDER", "PCI_BUS_ID",
                "TF_FORCE_GPU_ALLOW_GROWTH", "true"));
    assertThat(visible.number(THIRD)).isZero();
    assertThat(visible.number(Device.CPU)).isZero();
  }

  @Test
  void severalGpusOfAProcessAreNumberedInOrder() {
    List<String> both = List.of("5", "2");
    GpuVisibility visible = of(Device.gpu("5", both), Map.of());

    assertThat(visible.environment(name -> null)).containsEntry("CUDA_VISIBLE_DEVICES", "2,5");
    assertThat(visible.number(Device.gpu("2", both))).isZero();
    assertThat(visible.number(Device.gpu("5", both))).isEqualTo(1);
  }

  @Test
  void aProcessWithoutAGpuTakesNone() {
    assertThat(of(Device.CPU, Map.of()).environment(name -> null))
        .isEqualTo(Map.of("CUDA_VISIBLE_DEVICES", "-1"));
  }

  @Test
  void whatTheUserSetStays() {
    Map<String, String> set =
        Map.of("CUDA_VISIBLE_DEVICES", "1,3", "TF_FORCE_GPU_ALLOW_GROWTH", "false");
    GpuVisibility visible = of(THIRD, set);

    assertThat(visible.environment(set::get)).isEqualTo(Map.of("CUDA_DEVICE_ORDER", "PCI_BUS_ID"));
    assertThat(visible.number(THIRD)).isEqualTo(1);
    assertThat(of(Device.CPU, set).environment(set::get))
        .isEqualTo(Map.of("CUDA_DEVICE_ORDER", "PCI_BUS_ID"));
  }

  @Test
  void aGpuThatTheEnvironmentHidesIsRefused() {
    for (String hidden : List.of("0,1", "", "-1", "GPU-8f3a,3")) {
      assertThatThrownBy(() -> of(THIRD, Map.of("CUDA_VISIBLE_DEVICES", hidden)))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot use GPU 3: CUDA_VISIBLE_DEVICES is '%s', which shows it no such GPU; give every executor one GPU (spark.executor.resource.gpu.amount=1) and leave CUDA_VISIBLE_DEVICES alone",
              hidden);
    }
  }

  @Test
  void aGpuOfAnotherProcessIsRefused() {
    assertThatThrownBy(() -> of(THIRD, Map.of()).number(Device.gpu("1", List.of("1"))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot use GPU 1: TensorFlow of this process was started for GPU 3, which shows");
  }

  @Test
  void sessionsOnAGpuGrowTheirMemory() {
    ConfigProto djl = ConfigProto.newBuilder().setInterOpParallelismThreads(3).build();

    ConfigProto cpu = TensorFlowModel.sessionConfig(djl, Device.CPU);
    assertThat(cpu).isEqualTo(djl.toBuilder().setUsePerSessionThreads(true).build());
    ConfigProto gpu = TensorFlowModel.sessionConfig(djl, THIRD);
    assertThat(gpu.getGpuOptions().getAllowGrowth()).isTrue();
    assertThat(gpu.getAllowSoftPlacement()).isTrue();
    assertThat(gpu.getUsePerSessionThreads()).isTrue();
    assertThat(gpu.getInterOpParallelismThreads()).isEqualTo(3);
  }
}
