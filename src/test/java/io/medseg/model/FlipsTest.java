package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlipsTest {
  @Test
  void namesAxesInAnyOrder() {
    assertThat(Flips.parse("flips=D, H").axes()).containsExactly(1, 3);
    assertThat(Flips.parse("flips=D,H")).hasToString("flips=H,D");
    assertThat(Flips.parse("flips=W").axes()).containsExactly(2);
  }

  @Test
  void noneLeavesTheSessionAsItIs() {
    ModelSession session = new PositionModel(1, 1);

    assertThat(Flips.parse(null)).isEqualTo(Flips.NONE).hasToString("none");
    assertThat(Flips.NONE.over(session)).isSameAs(session);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    refuses("flips=H,X", "Invalid --tta: flips=H,X: there is no axis \"X\"; the axes are H, W, D");
    refuses("flips=", "Invalid --tta: flips=: there is no axis \"\"; the axes are H, W, D");
    refuses("flips=H,W,H", "Invalid --tta: flips=H,W,H: axis H is named twice");
    refuses(
        "rotations=H",
        "Invalid --tta: rotations=H; it is flips= and axes out of H, W, D, as in flips=H,W");
  }

  @Test
  void refusesDepthForAModelOfSlices() {
    assertThatThrownBy(() -> Flips.parse("flips=W,D").check("unet2d", giving(-1, 64, 64, 2)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid --tta: flips=W,D: windows have no axis D to flip:"
                + " model unet2d gives (any, 64, 64, 2)");
  }

  @Test
  void takesWhatTheSignatureAllowsOrDoesNotTell() {
    assertThatCode(
            () -> {
              Flips.parse("flips=H,W").check("unet2d", giving(-1, 64, 64, 2));
              Flips.parse("flips=H,W,D").check("unet3d", giving(-1, 64, 64, 8, 2));
              Flips.parse("flips=H,W,D").check("silent", giving());
            })
        .doesNotThrowAnyException();
  }

  private static ModelSignature giving(long... shape) {
    List<Long> output = java.util.Arrays.stream(shape).boxed().toList();
    return new ModelSignature("serving_default", "x", List.of(), "y", output);
  }

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> Flips.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }
}
