package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanData;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanInferenceTest {

  @Test
  void predictsInBatchesAndAddsTheTimes() {
    ScanData scan = TestScans.random("s1", 4, 5, 5, 3, 1);
    DataLoader loader = TestScans.loader("IMG_SIZE", List.of(4, 5, 1));
    PredictionVolume volume = new PredictionVolume(scan.image().shape(), 2);
    PhaseTimes times = new PhaseTimes();
    List<Integer> sizes = new ArrayList<>();
    MaskVolume covered =
        ScanInference.run(
            loader,
            scan,
            x -> {
              sizes.add(x.shape().get(0));
              return Tensor.zeros(Shape.of(x.shape().get(0), 4, 5, 2));
            },
            2,
            volume,
            times);
    assertThat(covered).isNull();
    assertThat(sizes).containsExactly(2, 2, 1);
    volume.assertEachVoxelOnce();
    assertThat(times.batchNanos()).isPositive();
    assertThat(times.predictNanos()).isPositive();
    assertThat(times.gatherNanos()).isPositive();
  }
}
