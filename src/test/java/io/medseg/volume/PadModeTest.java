package io.medseg.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PadModeTest {

  /**
   * The table is what numpy 2.4 gives: {@code np.pad(np.arange(n), 2 * n + 3, mode)}, a letter for
   * each index and a dot for the constant.
   */
  @ParameterizedTest
  @CsvSource({
    "EDGE, 1, aaaaaaaaaaa",
    "EDGE, 2, aaaaaaaabbbbbbbb",
    "EDGE, 3, aaaaaaaaaabcccccccccc",
    "EDGE, 5, aaaaaaaaaaaaaabcdeeeeeeeeeeeeee",
    "CONSTANT, 1, .....a.....",
    "CONSTANT, 2, .......ab.......",
    "CONSTANT, 3, .........abc.........",
    "CONSTANT, 5, .............abcde.............",
    "REFLECT, 1, aaaaaaaaaaa",
    "REFLECT, 2, babababababababa",
    "REFLECT, 3, babcbabcbabcbabcbabcb",
    "REFLECT, 5, dedcbabcdedcbabcdedcbabcdedcbab",
    "SYMMETRIC, 1, aaaaaaaaaaa",
    "SYMMETRIC, 2, bbaabbaabbaabbaa",
    "SYMMETRIC, 3, cbaabccbaabccbaabccba",
    "SYMMETRIC, 5, cbaabcdeedcbaabcdeedcbaabcdeedc",
    "WRAP, 1, aaaaaaaaaaa",
    "WRAP, 2, babababababababa",
    "WRAP, 3, abcabcabcabcabcabcabc",
    "WRAP, 5, cdeabcdeabcdeabcdeabcdeabcdeabc"
  })
  void takesTheVoxelsThatNumpyTakes(PadMode mode, int length, String expected) {
    StringBuilder padded = new StringBuilder();
    int pad = 2 * length + 3;
    for (int i = -pad; i < length + pad; i++) {
      int source = mode.source(i, length);
      padded.append(source == PadMode.ZERO ? '.' : (char) ('a' + source));
    }
    assertThat(padded).hasToString(expected);
  }

  @Test
  void isFoundByNameInAnyCase() {
    for (PadMode mode : PadMode.values()) {
      assertThat(PadMode.named(mode.name().toLowerCase(java.util.Locale.ROOT))).isEqualTo(mode);
    }
  }

  @Test
  void listsTheKnownNames() {
    assertThatThrownBy(() -> PadMode.named("empty"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid padding mode: empty; known are edge, constant, reflect, symmetric, wrap");
  }
}
