package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ModelLayoutTest {

  /** A model in its own layout; says whether it was closed. */
  private static final class Fake implements ModelSession {
    private final UnaryOperator<Tensor> model;
    private Tensor given;
    private boolean closed;

    Fake(UnaryOperator<Tensor> model) {
      this.model = model;
    }

    @Override
    public Tensor predict(Tensor batch) {
      given = batch;
      return model.apply(batch);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Tensor random(long seed, int... lengths) {
    Tensor tensor = Tensor.zeros(Shape.of(lengths));
    Random random = new Random(seed);
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = random.nextFloat();
    }
    return tensor;
  }

  @Test
  void movesChannelsAndClassesIndexByIndex() {
    Random random = new Random(12);
    for (int trial = 0; trial < 200; trial++) {
      int[] lengths = new int[3 + trial % 3];
      for (int axis = 0; axis < lengths.length; axis++) {
        lengths[axis] = 1 + random.nextInt(axis == 1 ? 300 : 5);
      }
      Tensor batch = random(trial, lengths);
      float[] before = batch.data().clone();
      Fake fake = new Fake(x -> x);
      Tensor back = ModelLayout.NCHW.channelsLast(fake).predict(batch);

      assertThat(back.shape()).isEqualTo(batch.shape());
      checkMoved(batch, fake.given);
      for (int i = 0; i < before.length; i++) {
        if (back.data()[i] != before[i]) {
          assertThat(back.data()[i]).as("trial %d, value %d", trial, i).isEqualTo(before[i]);
        }
      }
    }
  }

  private static void checkMoved(Tensor batch, Tensor given) {
    int channels = batch.shape().get(-1);
    int voxels = Math.toIntExact(batch.shape().elements()) / batch.shape().get(0) / channels;
    assertThat(given.shape().rank()).isEqualTo(batch.shape().rank());
    assertThat(given.shape().get(1)).isEqualTo(channels);
    for (int n = 0; n < batch.shape().get(0); n++) {
      for (int v = 0; v < voxels; v++) {
        for (int c = 0; c < channels; c++) {
          float wanted = batch.data()[(n * voxels + v) * channels + c];
          if (given.data()[(n * channels + c) * voxels + v] != wanted) {
            assertThat(given.data()[(n * channels + c) * voxels + v]).isEqualTo(wanted);
          }
        }
      }
    }
  }

  @Test
  void keepsItsArraysForSmallerBatches() {
    ModelSession session =
        ModelLayout.NCHW.channelsLast(
            new Fake(x -> random(1, x.shape().get(0), 4, x.shape().get(2), x.shape().get(3))));
    Tensor large = session.predict(random(2, 3, 9, 8, 1));
    assertThat(large.shape()).isEqualTo(Shape.of(3, 9, 8, 4));
    Tensor small = session.predict(random(3, 2, 5, 8, 1));
    assertThat(small.shape()).isEqualTo(Shape.of(2, 5, 8, 4));
    assertThat(small.data()).isSameAs(large.data());
  }

  @Test
  void oneChannelIsNotCopied() {
    Fake fake = new Fake(x -> x);
    Tensor batch = random(1, 2, 5, 4, 1);
    ModelLayout.NCHW.channelsLast(fake).predict(batch);
    assertThat(fake.given.shape()).isEqualTo(Shape.of(2, 1, 5, 4));
    assertThat(fake.given.data()).isSameAs(batch.data());
  }

  @Test
  void channelsLastIsTheSessionItself() {
    Fake fake = new Fake(x -> x);
    assertThat(ModelLayout.NHWC.channelsLast(fake)).isSameAs(fake);
  }

  @Test
  void closesTheSessionOfTheModel() {
    Fake fake = new Fake(x -> x);
    ModelLayout.NCHW.channelsLast(fake).close();
    assertThat(fake.closed).isTrue();
  }

  @Test
  void refusesAnotherName() {
    assertThat(ModelLayout.named("nchw")).isEqualTo(ModelLayout.NCHW);
    assertThatThrownBy(() -> ModelLayout.named("CHWN"))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid INPUT_LAYOUT: CHWN: known are [NHWC, NCHW]");
  }
}
