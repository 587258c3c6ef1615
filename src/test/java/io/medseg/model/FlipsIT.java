package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.medseg.metric.PythonOracle;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Averages over mirror images against numpy's, with a model that looks at positions. */
class FlipsIT {
  private static final Shape BATCH = Shape.of(2, 5, 4, 3, 2);
  private static final String[] CASES = {"H", "W", "D", "H,W", "W,D", "H,W,D"};

  @TempDir Path folder;

  @Test
  void agreeWithNumpy() throws IOException, InterruptedException {
    Random random = new Random(5);
    Tensor batch = Tensor.zeros(BATCH);
    ByteBuffer bytes = buffer(4 * batch.data().length);
    for (int i = 0; i < batch.data().length; i++) {
      batch.data()[i] = random.nextFloat() - 0.5f;
      bytes.putFloat(batch.data()[i]);
    }
    Files.write(folder.resolve("batch"), bytes.array());

    PythonOracle.run(getClass(), "numpy_flips.py", folder, "numpy");

    for (String axes : CASES) {
      Tensor found = Flips.parse("flips=" + axes).over(new PositionModel(2, 3)).predict(batch);
      byte[] expected = Files.readAllBytes(folder.resolve("mean-" + axes));
      assertThat(expected).hasSize(4 * (int) found.shape().elements());
      ByteBuffer values = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < expected.length / 4; i++) {
        float value = values.getFloat();
        assertThat(found.data()[i]).as("%s at %d", axes, i).isCloseTo(value, within(1e-5f));
      }
    }
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
