package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlipAveragingSessionTest {
  private static final int CHANNELS = 2;
  private static final int CLASSES = 3;

  @Test
  void averagesWhatTheModelGivesForEachMirrorImage() {
    Tensor batch = random(Shape.of(1, 2, 2, 1));
    float[] x = batch.data();
    Tensor mean = Flips.parse("flips=H,W").over(new PositionModel(1, 1)).predict(batch);

    // Each voxel stands once at each of the four positions, with the weights 1, 2, 3, 4.
    assertThat(values(mean)).containsExactly(x[0] * 2.5f, x[1] * 2.5f, x[2] * 2.5f, x[3] * 2.5f);
  }

  @Test
  void isTheMeanByItsDefinition() {
    for (String flips :
        new String[] {"flips=H", "flips=W", "flips=W,H", "flips=D", "flips=H,W,D"}) {
      Flips parsed = Flips.parse(flips);
      Shape shape = Shape.of(2, 3, 5, 4, CHANNELS);
      Tensor batch = random(shape);

      Tensor mean = parsed.over(new PositionModel(CHANNELS, CLASSES)).predict(batch);

      assertThat(mean.shape()).isEqualTo(Shape.of(2, 3, 5, 4, CLASSES));
      assertThat(values(mean)).as(flips).containsExactly(byDefinition(batch, parsed));
    }
  }

  /** Position (h, w, d) under an image lies at (H - 1 - h, ...), whose number weighs it. */
  private static float[] byDefinition(Tensor batch, Flips flips) {
    int[] l = batch.shape().toArray();
    float[] mean = new float[l[0] * l[1] * l[2] * l[3] * CLASSES];
    for (int i = 0; i < mean.length; i++) {
      int c = i % CLASSES;
      int d = i / CLASSES % l[3];
      int w = i / CLASSES / l[3] % l[2];
      int h = i / CLASSES / l[3] / l[2] % l[1];
      float x = batch.data()[i / CLASSES * CHANNELS];
      int images = 1 << flips.axes().size();
      float sum = 0;
      for (int image = 0; image < images; image++) {
        int[] at = {h, w, d};
        for (int bit = 0; bit < flips.axes().size(); bit++) {
          int axis = flips.axes().get(bit) - 1;
          at[axis] = (image >> bit & 1) == 1 ? l[axis + 1] - 1 - at[axis] : at[axis];
        }
        sum += x * (1 + (at[0] * l[2] + at[1]) * l[3] + at[2]) + c;
      }
      mean[i] = sum / images;
    }
    return mean;
  }

  @Test
  void aModelThatFollowsFlipsGivesThePlainPrediction() {
    ModelSession doubling = new Doubling();
    Tensor batch = random(Shape.of(3, 4, 6, 2, 1));
    for (int i = 0; i < batch.data().length; i++) {
      batch.data()[i] /= 7;
    }
    float[] plain = values(doubling.predict(batch)).clone();

    assertThat(values(Flips.parse("flips=H,W,D").over(doubling).predict(batch)))
        .containsExactly(plain);
  }

  @Test
  void predictsEveryCombinationOnceInAFixedOrder() {
    PositionModel model = new PositionModel(1, 1);
    Tensor batch = new Tensor(Shape.of(1, 2, 2, 1), new float[] {1, 2, 3, 4});

    Flips.parse("flips=W,H").over(model).predict(batch);

    assertThat(model.batches)
        .containsExactly(
            new float[] {1, 2, 3, 4},
            new float[] {3, 4, 1, 2},
            new float[] {2, 1, 4, 3},
            new float[] {4, 3, 2, 1});
  }

  @Test
  void theOrderOfTheAxesAndEarlierBatchesChangeNoBit() {
    Tensor large = random(Shape.of(5, 7, 6, 4, 1));
    Tensor small = random(Shape.of(2, 7, 6, 4, 1));
    ModelSession used = Flips.parse("flips=D,W,H").over(new PositionModel(1, CLASSES));
    used.predict(large);
    Tensor later = used.predict(small);
    Tensor fresh = Flips.parse("flips=H,W,D").over(new PositionModel(1, CLASSES)).predict(small);

    assertThat(values(later)).containsExactly(values(fresh));
    assertThat(later.shape()).isEqualTo(fresh.shape());
  }

  @Test
  void leavesTheBatchAsItIs() {
    Tensor batch = random(Shape.of(2, 3, 3, 1));
    float[] before = batch.data().clone();

    Flips.parse("flips=H,W").over(new PositionModel(1, 2)).predict(batch);

    assertThat(batch.data()).containsExactly(before);
  }

  @Test
  void refusesAnAxisThatPredictionsDoNotHave() {
    ModelSession session = Flips.parse("flips=H,D").over(new PositionModel(1, 2));

    assertThatThrownBy(() -> session.predict(random(Shape.of(1, 4, 5, 1))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid --tta: flips=H,D: windows have no axis D to flip: the model gives 1x4x5x2");
  }

  @Test
  void closesTheSessionItWraps() {
    PositionModel model = new PositionModel(1, 1);

    Flips.parse("flips=H").over(model).close();

    assertThat(model.closed).isTrue();
  }

  private static float[] values(Tensor tensor) {
    return Arrays.copyOf(tensor.data(), (int) tensor.shape().elements());
  }

  /** Whole numbers, so that sums are exact in any order. */
  private static Tensor random(Shape shape) {
    Random random = new Random(shape.hashCode());
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = random.nextInt(-9, 10);
    }
    return tensor;
  }

  /** Doubling each voxel commutes with mirroring. */
  private static final class Doubling implements ModelSession {
    @Override
    public Tensor predict(Tensor batch) {
      float[] twice = new float[(int) batch.shape().elements()];
      for (int i = 0; i < twice.length; i++) {
        twice[i] = 2 * batch.data()[i];
      }
      return new Tensor(batch.shape(), twice);
    }

    @Override
    public void close() {}
  }
}
