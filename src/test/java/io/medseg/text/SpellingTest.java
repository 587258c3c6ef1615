package io.medseg.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> KNOWN = List.of("spacing", "categories", "scans", "name");

  @Test
  void findsTheKnownWordWithinTwoEdits() {
    assertThat(Spelling.closest("spacings", KNOWN)).contains("spacing");
    assertThat(Spelling.closest("Categorys", KNOWN)).contains("categories");
    assertThat(Spelling.closest("CATEGORIE", KNOWN)).contains("categories");
    assertThat(Spelling.closest("sacns", KNOWN)).isEmpty();
    assertThat(Spelling.closest("scan", KNOWN)).contains("scans");
    assertThat(Spelling.closest("ab", List.of("abc"))).isEmpty();
  }

  @Test
  void hintIsEmptyWithoutAGuess() {
    assertThat(Spelling.hint("spacng", KNOWN)).isEqualTo("; did you mean spacing?");
    assertThat(Spelling.hint("colour", KNOWN)).isEmpty();
  }
}
