package io.medseg.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelSinkTest {
  private static final Shape VOXEL = Shape.of(1, 1, 1);

  @Test
  void sigmoidIsStrict() {
    MaskVolume labels = decide(Decision.SIGMOID, Background.ABSENT, 0.5f, Math.nextUp(0.5f), 1, -1);
    assertThat(classesOf(labels)).containsExactly(false, true, true, false);
  }

  @Test
  void softmaxTiesGoToTheFirst() {
    assertThat(classesOf(decide(Decision.SOFTMAX, Background.FIRST_CHANNEL, 0, 0, .4f, 0, .4f)))
        .containsExactly(false, true, false, false);
    assertThat(classesOf(decide(Decision.SOFTMAX, Background.ABSENT, 0, 0, 0, 0)))
        .containsExactly(true, false, false, false);
  }

  @Test
  void softmaxBackgroundIsNoClass() {
    assertThat(classesOf(decide(Decision.SOFTMAX, Background.FIRST_CHANNEL, .6f, .3f, .1f)))
        .containsExactly(false, false);
  }

  @Test
  void sigmoidBackgroundIsDroppedWithoutAVote() {
    assertThat(classesOf(decide(Decision.SIGMOID, Background.FIRST_CHANNEL, .9f, .6f, .1f)))
        .containsExactly(true, false);
  }

  @Test
  void refusesNanAndSaysWhere() {
    for (Decision decision : Decision.values()) {
      for (int bad = 0; bad < 2; bad++) {
        float[] values = new float[3 * 70 * 2 * 2];
        values[((2 * 70 + 66) * 2 + 1) * 2 + bad] = Float.NaN;
        LabelSink sink = new LabelSink(decision, Shape.of(3, 70, 2), 2, Background.ABSENT);
        assertThatThrownBy(() -> sink.accept(whole(Shape.of(3, 70, 2), values, 2)))
            .isInstanceOf(InputException.class)
            .hasMessage("Cannot decide labels: the model gave NaN at voxel (2, 66, 1)");
      }
    }
  }

  @Test
  void refusesInfinityAsItDoesNan() {
    for (Decision decision : Decision.values()) {
      for (float infinite : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        for (int bad = 0; bad < 3; bad++) {
          float[] values = new float[2 * 70 * 3];
          values[68 * 2 * 3 + bad] = infinite;
          LabelSink sink = new LabelSink(decision, Shape.of(1, 70, 2), 3, Background.ABSENT);
          assertThatThrownBy(() -> sink.accept(whole(Shape.of(1, 70, 2), values, 3)))
              .isInstanceOf(InputException.class)
              .hasMessage("Cannot decide labels: the model gave infinity at voxel (0, 68, 0)");
        }
      }
    }
    LabelSink both = new LabelSink(Decision.SOFTMAX, VOXEL, 2, Background.ABSENT);
    float[] values = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    assertThatThrownBy(() -> both.accept(whole(VOXEL, values, 2)))
        .hasMessageEndingWith("gave infinity at voxel (0, 0, 0)");
  }

  @Test
  void tellsHowFarPredictionsAreFromProbabilities() {
    assertThat(range(Decision.SIGMOID, 0, 1, 0.7f)).isEqualTo(PredictionRange.PROBABILITIES);
    assertThat(range(Decision.SIGMOID, -3, 1, 7))
        .isEqualTo(new PredictionRange(-3, 7, 1, 1))
        .returns(true, PredictionRange::isOutside);
    assertThat(range(Decision.SIGMOID, -1e-4f, 1.0005f, .2f))
        .returns(false, PredictionRange::isOutside);
    assertThat(range(Decision.SOFTMAX, 0.25f, 0.5f, 0.25f))
        .isEqualTo(PredictionRange.PROBABILITIES);
    assertThat(range(Decision.SOFTMAX, 0.9f, 0.75f, 0.1f))
        .isEqualTo(new PredictionRange(0, 1, 1, 0.9f + 0.75f + 0.1f))
        .returns(false, PredictionRange::isOutside)
        .returns(true, PredictionRange::isNoDistribution);
    assertThat(range(Decision.SOFTMAX, 0.25f, 0, 0))
        .isEqualTo(new PredictionRange(0, 1, 0.25f, 1))
        .returns(true, PredictionRange::isNoDistribution);
    assertThat(range(Decision.SOFTMAX, 0.335f, 0.335f, 0.335f))
        .returns(false, PredictionRange::isNoDistribution);
    assertThat(range(Decision.SOFTMAX, Float.MAX_VALUE, Float.MAX_VALUE, -9))
        .isEqualTo(new PredictionRange(-9, Float.MAX_VALUE, 1, Float.MAX_VALUE));
  }

  /** Zeros for voxels that no window covered are nothing that a model gave. */
  @Test
  void voxelsOfNoWindowHaveNoSum() {
    LabelSink sink = new LabelSink(Decision.SOFTMAX, Shape.of(2, 70, 3), 2, Background.ABSENT);
    sink.accept(
        new PredictionBlock(
            Region.of(new int[3], new int[] {2, 70, 3}), new float[2], 0, 0, 0, 0, 2));
    assertThat(sink.range()).isEqualTo(PredictionRange.PROBABILITIES);
  }

  /** Ranges of two shares are that of both, whichever comes first. */
  @Test
  void rangesAreJoined() {
    PredictionRange one = new PredictionRange(-2, 1, 0.5f, 3);
    PredictionRange other = new PredictionRange(-1, 4, 0.25f, 1);
    assertThat(one.and(other))
        .isEqualTo(other.and(one))
        .isEqualTo(new PredictionRange(-2, 4, 0.25f, 3));
    assertThat(one.and(PredictionRange.PROBABILITIES)).isEqualTo(one);
  }

  private static PredictionRange range(Decision decision, float... values) {
    LabelSink sink = new LabelSink(decision, VOXEL, values.length, Background.ABSENT);
    sink.accept(whole(VOXEL, values, values.length));
    return sink.range();
  }

  @Test
  void refusesAnotherNumberOfClasses() {
    LabelSink sink = new LabelSink(Decision.SOFTMAX, VOXEL, 4, Background.ABSENT);
    assertThatThrownBy(() -> sink.accept(whole(VOXEL, new float[5], 5)))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot decide labels: the model gave 5 classes where 4 were expected");
  }

  @Test
  void blocksOfAnyPlaceAndStrideGiveWhatVoxelByVoxelGives() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      Shape shape = Shape.of(1 + random.nextInt(4), 1 + random.nextInt(150), 1 + random.nextInt(4));
      int classes = 1 + random.nextInt(5);
      Decision decision = Decision.values()[random.nextInt(2)];
      Background background =
          classes > 1 && random.nextBoolean() ? Background.FIRST_CHANNEL : Background.ABSENT;
      float[] values = new float[(int) shape.elements() * classes];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(5) / 4f;
      }
      LabelSink sink = new LabelSink(decision, shape, classes, background);
      int h = random.nextInt(shape.get(0) + 1);
      int w = random.nextInt(shape.get(1) + 1);
      sink.accept(part(shape, values, classes, 0, h, 0, shape.get(1)));
      sink.accept(part(shape, values, classes, h, shape.get(0), w, shape.get(1)));
      sink.accept(part(shape, values, classes, h, shape.get(0), 0, w));
      assertThat(sink.labels())
          .as("round %s", round)
          .isEqualTo(voxelByVoxel(decision, shape, values, classes, background));
    }
  }

  private static MaskVolume voxelByVoxel(
      Decision decision, Shape shape, float[] values, int classes, Background background) {
    int dropped = background.ordinal();
    MaskVolume labels =
        MaskVolume.empty(shape.get(0), shape.get(1), shape.get(2), classes - dropped);
    for (int i = 0; i < shape.elements(); i++) {
      int greatest = 0;
      for (int c = 0; c < classes; c++) {
        greatest = values[i * classes + c] > values[i * classes + greatest] ? c : greatest;
      }
      for (int c = dropped; c < classes; c++) {
        boolean set = decision == Decision.SIGMOID ? values[i * classes + c] > 0.5 : c == greatest;
        if (set) {
          int d = i % shape.get(2);
          int w = i / shape.get(2) % shape.get(1);
          labels.set(i / shape.get(2) / shape.get(1), w, d, c - dropped);
        }
      }
    }
    return labels;
  }

  /** A box of a volume in H, W, D, C order, all of D. */
  private static PredictionBlock part(
      Shape shape, float[] values, int classes, int h0, int h1, int w0, int w1) {
    int strideW = shape.get(2) * classes;
    int strideH = shape.get(1) * strideW;
    return new PredictionBlock(
        Region.of(new int[] {h0, w0, 0}, new int[] {h1, w1, shape.get(2)}),
        values,
        h0 * strideH + w0 * strideW,
        strideH,
        strideW,
        classes,
        classes);
  }

  private static PredictionBlock whole(Shape shape, float[] values, int classes) {
    return part(shape, values, classes, 0, shape.get(0), 0, shape.get(1));
  }

  private static MaskVolume decide(Decision decision, Background background, float... values) {
    LabelSink sink = new LabelSink(decision, VOXEL, values.length, background);
    sink.accept(whole(VOXEL, values, values.length));
    return sink.labels();
  }

  private static boolean[] classesOf(MaskVolume labels) {
    boolean[] classes = new boolean[labels.classes()];
    for (int c = 0; c < classes.length; c++) {
      classes[c] = labels.get(0, 0, 0, c);
    }
    return classes;
  }
}
