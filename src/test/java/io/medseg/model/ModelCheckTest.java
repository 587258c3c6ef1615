package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.model.ModelCheck.Background;
import io.medseg.volume.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCheckTest {
  private static final List<Long> ANY = List.of();

  private final ModelCheck check =
      new ModelCheck(
          Shape.of(288, 288, 1), "IMG_SIZE", 16, 3, Background.INCLUDED, ModelLayout.NHWC);

  @Test
  void acceptsWhatFits() {
    for (ModelSignature signature :
        List.of(
            signature(List.of(-1L, 288L, 288L, 1L), List.of(-1L, 288L, 288L, 3L)),
            signature(List.of(-1L, -1L, -1L, 1L), List.of(-1L, -1L, -1L, -1L)),
            signature(List.of(16L, 288L, 288L, 1L), List.of(16L, 288L, 288L, 3L)),
            signature(ANY, ANY))) {
      assertThatCode(() -> check.check("M", signature)).doesNotThrowAnyException();
    }
  }

  @Test
  void refusesAnotherInputShape() {
    refuses(
        signature(List.of(-1L, 64L, 64L, 1L), ANY),
        "Invalid model M: its input serving_default_input is (any, 64, 64, 1) but the experiment"
            + " gives (any, 288, 288, 1) (IMG_SIZE)");
    refuses(
        signature(List.of(-1L, 288L, 288L, 3L), ANY),
        "Invalid model M: its input serving_default_input is (any, 288, 288, 3) but the experiment"
            + " gives (any, 288, 288, 1) (IMG_SIZE)");
    refuses(
        signature(List.of(-1L, 288L, 288L, 32L, 1L), ANY),
        "Invalid model M: its input serving_default_input is (any, 288, 288, 32, 1) but the"
            + " experiment gives (any, 288, 288, 1) (IMG_SIZE)");
  }

  @Test
  void refusesAnotherNumberOfClasses() {
    refuses(
        signature(ANY, List.of(-1L, 288L, 288L, 4L)),
        "Invalid model M: its output probabilities has 4 classes but the experiment has 3"
            + " (CATEGORIES 2 + background)");
  }

  @Test
  void refusesAnotherOutputShape() {
    refuses(
        signature(ANY, List.of(-1L, 144L, 144L, 3L)),
        "Invalid model M: its output probabilities is (any, 144, 144, 3) but the experiment needs"
            + " (any, 288, 288, 3) (IMG_SIZE, CATEGORIES 2 + background)");
    refuses(
        signature(ANY, List.of(-1L, 3L)),
        "Invalid model M: its output probabilities is (any, 3) but the experiment needs"
            + " (any, 288, 288, 3) (IMG_SIZE, CATEGORIES 2 + background)");
  }

  @Test
  void namesTheSettingOfABackgroundThatOneSideLacks() {
    refuses(
        signature(ANY, List.of(-1L, 288L, 288L, 2L)),
        "Invalid model M: its output probabilities has 2 classes but the experiment has 3"
            + " (CATEGORIES 2 + background); if it has no class for the background, set INCLUDE_BACKGROUND to False");
    refuses(
        new ModelCheck(
            Shape.of(288, 288, 1), "IMG_SIZE", 16, 2, Background.LEFT_OUT, ModelLayout.NHWC),
        signature(ANY, List.of(-1L, 288L, 288L, 3L)),
        "Invalid model M: its output probabilities has 3 classes but the experiment has 2"
            + " (CATEGORIES); if its first class is the background, set INCLUDE_BACKGROUND to True");
  }

  @Test
  void refusesAnotherFixedBatchSize() {
    refuses(
        signature(List.of(1L, 288L, 288L, 1L), ANY),
        "Invalid model M: its input serving_default_input is (1, 288, 288, 1), so every batch must"
            + " have 1, but the experiment gives 16 (TEST_BATCH_SIZE)");
  }

  @Test
  void comparesAndShowsTheLayoutOfTheModel() {
    ModelCheck first =
        new ModelCheck(
            Shape.of(96, 80, 32, 1), "IMG_SIZE", 4, 3, Background.LEFT_OUT, ModelLayout.NCHW);
    assertThatCode(
            () ->
                first.check(
                    "M",
                    signature(List.of(-1L, 1L, 96L, 80L, 32L), List.of(-1L, 3L, 96L, 80L, 32L))))
        .doesNotThrowAnyException();
    refuses(
        first,
        signature(List.of(-1L, 1L, 64L, 64L, 32L), ANY),
        "Invalid model M: its input serving_default_input is (any, 1, 64, 64, 32) but the"
            + " experiment gives (any, 1, 96, 80, 32) (IMG_SIZE)");
    refuses(
        first,
        signature(ANY, List.of(-1L, 5L, 96L, 80L, 32L)),
        "Invalid model M: its output probabilities has 5 classes but the experiment has 3"
            + " (CATEGORIES)");
    refuses(
        first,
        signature(ANY, List.of(-1L, 3L, 48L, 40L, 16L)),
        "Invalid model M: its output probabilities is (any, 3, 48, 40, 16) but the experiment"
            + " needs (any, 3, 96, 80, 32) (IMG_SIZE, CATEGORIES)");
    refuses(
        first,
        signature(List.of(-1L, 96L, 80L, 32L, 1L), ANY),
        "Invalid model M: its input serving_default_input is (any, 96, 80, 32, 1) but the"
            + " experiment gives (any, 1, 96, 80, 32) (IMG_SIZE); INPUT_LAYOUT NHWC would fit");
  }

  @Test
  void namesTheLayoutThatWouldFit() {
    refuses(
        signature(List.of(-1L, 1L, 288L, 288L), ANY),
        "Invalid model M: its input serving_default_input is (any, 1, 288, 288) but the experiment"
            + " gives (any, 288, 288, 1) (IMG_SIZE); INPUT_LAYOUT NCHW would fit");
  }

  @Test
  void shapesAreWrittenAsInPython() {
    assertThat(ModelSignature.text(-1, 64, 1)).isEqualTo("(any, 64, 1)");
    assertThat(ModelSignature.text(ANY)).isEqualTo("(any shape)");
  }

  private void refuses(ModelSignature signature, String message) {
    refuses(check, signature, message);
  }

  private static void refuses(ModelCheck check, ModelSignature signature, String message) {
    assertThatThrownBy(() -> check.check("M", signature))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  private static ModelSignature signature(List<Long> input, List<Long> output) {
    return new ModelSignature(
        "serving_default", "serving_default_input", input, "probabilities", output);
  }
}
