package io.medseg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralsTest {
  @Test
  void readsNumbersAndConstants() {
    assertThat(Literals.parse("12")).isEqualTo(12L);
    assertThat(Literals.parse(" -1_000 ")).isEqualTo(-1000L);
    assertThat(Literals.parse("0xFf")).isEqualTo(255L);
    assertThat(Literals.parse("0b101")).isEqualTo(5L);
    assertThat(Literals.parse("0o17")).isEqualTo(15L);
    assertThat(Literals.parse("1e-4")).isEqualTo(1e-4);
    assertThat(Literals.parse("1E5")).isEqualTo(1e5);
    assertThat(Literals.parse(".5")).isEqualTo(0.5);
    assertThat(Literals.parse("5.")).isEqualTo(5.0);
    assertThat(Literals.parse("007.5")).isEqualTo(7.5);
    assertThat(Literals.parse("+-2")).isEqualTo(-2L);
    assertThat(Literals.parse("00")).isEqualTo(0L);
    assertThat(Literals.parse("True")).isEqualTo(true);
    assertThat(Literals.parse("False")).isEqualTo(false);
    assertThat(Literals.parse("None")).isNull();
  }

  @Test
  void readsSequences() {
    assertThat(Literals.parse("(0, (1, 2), 3, [4, 5])"))
        .isEqualTo(List.of(0L, List.of(1L, 2L), 3L, List.of(4L, 5L)));
    assertThat(Literals.parse("()")).isEqualTo(List.of());
    assertThat(Literals.parse("(7)")).isEqualTo(7L);
    assertThat(Literals.parse("(7,)")).isEqualTo(List.of(7L));
    assertThat(Literals.parse("((1, 2))")).isEqualTo(List.of(1L, 2L));
    assertThat(Literals.parse("((1, 2),)")).isEqualTo(List.of(List.of(1L, 2L)));
    assertThat(Literals.parse("((1,))")).isEqualTo(List.of(1L));
    assertThat(Literals.parse("[1, 2,]")).isEqualTo(List.of(1L, 2L));
    assertThat(Literals.parse("[(7)]")).isEqualTo(List.of(7L));
    assertThat(Literals.parse("1, 2")).isEqualTo(List.of(1L, 2L));
    assertThat(Literals.parse("1,")).isEqualTo(List.of(1L));
    assertThat(Literals.parse("{1, 2}")).isEqualTo(List.of(1L, 2L));
    assertThat(Literals.parse("(384, None,\n 16, # depth\n 1)"))
        .isEqualTo(Arrays.asList(384L, null, 16L, 1L));
  }

  @Test
  void readsStrings() {
    assertThat(Literals.parse("('dice', \"sigmoid\")")).isEqualTo(List.of("dice", "sigmoid"));
    assertThat(Literals.parse("'it\\'s'")).isEqualTo("it's");
    assertThat(Literals.parse("'\\x41\\u00b5\\U0001F600\\101\\t\\q'")).isEqualTo("Aµ😀A\t\\q");
    assertThat(Literals.parse("r'\\d'")).isEqualTo("\\d");
    assertThat(Literals.parse("'a' 'b'")).isEqualTo("ab");
    assertThat(Literals.parse("'''two\nlines'''")).isEqualTo("two\nlines");
    assertThat(Literals.parse("['#', ')']")).isEqualTo(List.of("#", ")"));
    assertThat(Literals.parse("''")).isEqualTo("");
  }

  @Test
  void readsDictionaries() {
    assertThat(Literals.parse("{'axis': -1, 'eps': 1e-3, 2: {}}"))
        .isEqualTo(Map.of("axis", -1L, "eps", 1e-3, "2", Map.of()));
    assertThat(Literals.parse("{}")).isEqualTo(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "he_normal",
        "runs/a b",
        "007",
        "1__0",
        "1_",
        "1.2.3",
        "12abc",
        "1 2",
        "none",
        "nan",
        "1+2",
        "a, b",
        "tcv3://x",
        "(see) the paper",
        "[DEFAULT] x",
        "'a' or 'b'",
        "f(1, 2)",
        "-",
        "--'a'",
        "99999999999999999999",
        "1j",
        "{'a' 1}",
        "(,)",
        "b'x'",
        ".e5",
        "it's (new"
      })
  void otherTextIsItsOwnValue(String text) {
    assertThat(Literals.parse(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(0, (1, 2)|( at character 1 is not closed",
        "[1, 2)|) at character 6 does not match [",
        "(1, 2))|) at character 7 closes nothing",
        "1, 2)|) at character 5 closes nothing",
        "['dice, 1]|' at character 2 is not closed",
        "{'a': [1}|} at character 9 does not match [",
        "'abc|' at character 1 is not closed"
      })
  void refusesWhatIsOpenedAndNotClosed(String text, String problem) {
    assertThatThrownBy(() -> Literals.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid literal: " + text + ": " + problem);
  }

  @Test
  void givesUpOnAbsurdNesting() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(Literals.parse(deep)).isEqualTo(deep);
  }
}
