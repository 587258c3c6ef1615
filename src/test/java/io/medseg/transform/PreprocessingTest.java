package io.medseg.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {

  private static Preprocessing one(String name, Map<String, Object> arguments) {
    return Preprocessing.of(List.of(name), List.of(arguments), Convention.OWN);
  }

  private static Tensor counting(int... lengths) {
    Tensor tensor = Tensor.zeros(Shape.of(lengths));
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = i;
    }
    return tensor;
  }

  @Test
  void invertsInReverseOrder() {
    Preprocessing steps =
        Preprocessing.of(
            List.of("FlipTransform", "Windowing", "FlipTransform"),
            List.of(
                Map.of("axis", 1),
                Map.of("bounds", List.of(List.of(0, 100))),
                Map.of("axis", List.of(0, 2))),
            Convention.OWN);
    Tensor moved = steps.apply(counting(2, 3, 4, 1));
    assertThat(moved.data()[0]).isEqualTo(counting(2, 3, 4, 1).data()[12 + 2 * 4 + 3]);
    assertThat(steps.invert(moved).data()).containsExactly(counting(2, 3, 4, 1).data());
  }

  @Test
  void cropsAxesBeforeTheLast() {
    Preprocessing crop =
        one("CropTransform", Map.of("coords0", List.of(1, 2), "crop_size", List.of(2, 1)));
    Tensor cropped = crop.apply(counting(2, 3, 4, 2));
    assertThat(cropped.shape()).isEqualTo(crop.outputShape(Shape.of(2, 3, 4, 2)));
    assertThat(cropped.shape()).isEqualTo(Shape.of(2, 2, 1, 2));
    assertThat(cropped.data()).containsExactly(12, 13, 20, 21, 36, 37, 44, 45);
    assertThatThrownBy(() -> crop.apply(counting(2, 2, 4, 2)))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot crop a batch of 2x2x4x2: CropTransform asks for [1:3] on axis 1");
  }

  @Test
  void givesZerosForConstantImages() {
    Tensor constant = new Tensor(Shape.of(1, 2, 1), new float[] {3, 3});
    assertThat(one("ZeroMeanNormalization", Map.of()).apply(constant).data())
        .containsExactly(0f, 0f);
  }

  /**
   * Values far from 0 in the measure of their deviation, where a mean of float32 is off by up to
   * half a voxel's step. Expected is what numpy gives in float64.
   */
  @ParameterizedTest
  @CsvSource({
    "1e6, 1, -1.712468147277832, -0.3061911165714264, 1.100085973739624, 0.13970161974430084",
    "1e6, 16, -1.712468147277832, -0.3061911165714264, 1.100085973739624, 0.13970161974430084",
    "-3e5, 0.001, -2.069689989089966, 0.003109199460595846, 1.0395088195800781, 0.003109199460595846",
    "16777000, 4, -1.712468147277832, -0.3061911165714264, 1.100085973739624, 0.13970161974430084"
  })
  void meansAreNotRounded(float offset, float step, float at0, float at1, float at2, float at999) {
    Tensor far = Tensor.zeros(Shape.of(1, 1000, 1));
    for (int i = 0; i < 1000; i++) {
      far.data()[i] = offset + (i * 7919 % 101 - 50) * step;
    }
    float[] twice = new float[2000];
    for (int i = 0; i < 2000; i++) {
      twice[i] = far.data()[i / 2];
    }

    float[] found = one("ZeroMeanNormalization", Map.of()).apply(far).data();

    float[] expected = {at0, at1, at2, at999};
    assertThat(new float[] {found[0], found[1], found[2], found[999]})
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(expected);
    // Channels of their own take another loop.
    float[] channels =
        one("ZeroMeanNormalization", Map.of("axis", 1))
            .apply(new Tensor(Shape.of(1, 1000, 2), twice))
            .data();
    assertThat(new float[] {channels[0], channels[3], channels[4], channels[1999]})
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(expected);
  }

  /** numpy in float64: 16777216 - 16777215.3 is 0.7; float32 knows no bias of 16777215.3. */
  @Test
  void biasAndScaleAreNotRounded() {
    Map<String, Object> arguments = Map.of("bias", 16777215.3, "scale", 0.1);
    Tensor image = new Tensor(Shape.of(1, 1, 1), new float[] {16777216});
    assertThat(one("AffineNormalization", arguments).apply(image).data()[0])
        .isCloseTo(7f, within(1e-5f));
    Tensor two = new Tensor(Shape.of(1, 1, 2), new float[] {16777216, 16777218});
    Map<String, Object> lists =
        Map.of("bias", List.of(16777215.3, 16777217.1), "scale", List.of(0.1, 0.3));
    float[] found = one("AffineNormalization", lists).apply(two).data();
    assertThat(found[0]).isCloseTo(7f, within(1e-5f));
    assertThat(found[1]).isCloseTo(3f, within(1e-5f));
  }

  @Test
  void normalisesOverAnyAxes() {
    // Columns (0, 4), (1, 5), ...: mean i + 2, deviation 2.
    Preprocessing overRows = one("ZeroMeanNormalization", Map.of("axis", List.of(0, -2)));
    assertThat(overRows.apply(counting(1, 2, 4)).data())
        .containsExactly(-1, -1, -1, -1, 1, 1, 1, 1);
  }

  @Test
  void leavesValuesBehindTheShapeAlone() {
    Tensor longer = new Tensor(Shape.of(1, 2, 1), new float[] {4, 6, 9});
    one("AffineNormalization", Map.of("scale", 2)).apply(longer);
    assertThat(longer.data()).containsExactly(2, 3, 9);
  }

  @Test
  void listsTheKnownNames() {
    assertThatThrownBy(() -> one("Nope", Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid transform: Nope; known are AffineNormalization, ZeroMeanNormalization,"
                + " Windowing, FlipTransform, CropTransform, or the full name of a class given"
                + " with --jars");
  }

  @Test
  void namesAnUnknownArgument() {
    assertThatThrownBy(() -> one("AffineNormalization", Map.of("scal", 2)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid PREPROCESSING_ARGS: AffineNormalization has no argument scal; known are"
                + " scale, bias");
  }

  @Test
  void needsArgumentsForEveryTransform() {
    assertThatThrownBy(() -> Preprocessing.of(List.of("FlipTransform"), List.of(), Convention.OWN))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid PREPROCESSING_ARGS: PREPROCESSING names 1 transforms, but arguments are given"
                + " for 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AffineNormalization | scale | 0 | nothing can be divided by 0",
        "AffineNormalization | scale | two | a number is expected",
        "FlipTransform | axis | 1.5 | an integer is expected",
        "Windowing | bounds | 3 | a list of (lower, upper) is expected",
      })
  void saysWhatIsWrongWithAnArgument(String name, String argument, String value, String reason) {
    Object given = value.matches("[\\d.]+") ? (Object) Double.valueOf(value) : value;
    assertThatThrownBy(() -> one(name, Map.of(argument, given)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid PREPROCESSING_ARGS: " + name + " " + argument)
        .hasMessageEndingWith(reason);
  }

  @Test
  void checksBounds() {
    assertThatThrownBy(() -> one("Windowing", Map.of("bounds", List.of(List.of(2, 1)))))
        .hasMessageEndingWith("a lower bound is above its upper one");
    assertThatThrownBy(() -> one("Windowing", Map.of()))
        .hasMessage("Invalid PREPROCESSING_ARGS: Windowing needs the argument bounds");
  }

  @Test
  void knowsTheShapeThatTransformsGive() {
    Preprocessing two = one("Windowing", Map.of("bounds", List.of(List.of(0, 1), List.of(2, 3))));
    assertThat(two.outputShape(Shape.of(1, 4, 5, 1))).isEqualTo(Shape.of(1, 4, 5, 2));
    assertThat(two.outputShape(Shape.of(1, 4, 5, 3))).isEqualTo(Shape.of(1, 4, 5, 3, 2));
  }

  /** Takes the first row and does not say so. */
  public static final class FirstRow implements MedTransform {
    /** Needs no arguments. */
    public FirstRow(Map<String, Object> arguments) {
      assertThat(arguments).isEmpty();
    }

    @Override
    public Tensor apply(Tensor images) {
      return Tensor.zeros(Shape.of(images.shape().get(0), 1, images.shape().get(2), 1));
    }
  }

  @Test
  void aStepThatGivesAnotherShapeThanItSaysIsNamed() {
    Preprocessing careless = one(FirstRow.class.getName(), Map.of());
    assertThatThrownBy(() -> careless.apply(Tensor.zeros(Shape.of(2, 3, 4, 1))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot preprocess images: %s gave 2x1x4x1; its outputShape says 2x3x4x1"
                .formatted(FirstRow.class.getName()));
  }

  /** Which axis is the first of a batch is known from its rank. */
  @Test
  void stepsAlongTheBatchDoNotWorkElementByElement() {
    Shape batch = Shape.of(1, 3, 4, 1);
    for (String name : List.of("Windowing", "AffineNormalization", "ZeroMeanNormalization")) {
      Map<String, Object> arguments =
          name.equals("Windowing")
              ? Map.of("bounds", List.of(List.of(0, 100)))
              : name.equals("AffineNormalization") ? Map.of("scale", 2.0) : Map.of();
      one(name, arguments).checkElementwise(batch);
    }
    one("FlipTransform", Map.of("axis", List.of(1, 2))).checkElementwise(batch);
    one("CropTransform", Map.of("coords0", List.of(0), "crop_size", List.of(2)))
        .checkElementwise(batch);
    assertThatThrownBy(() -> one(FirstRow.class.getName(), Map.of()).checkElementwise(batch))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot preprocess elements one by one: FirstRow works along ");
    for (int axis : new int[] {0, -4}) {
      assertThatThrownBy(() -> one("FlipTransform", Map.of("axis", axis)).checkElementwise(batch))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot preprocess elements one by one: FlipTransform works along the first axis of a batch or does not say that it does not (isElementwise), so each would depend on the others");
    }
  }
}
