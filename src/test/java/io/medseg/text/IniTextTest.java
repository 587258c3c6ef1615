package io.medseg.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.medseg.InputException;
import io.medseg.Waiting;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Expected values are what Python's configparser gives, but for the lone percent sign. */
class IniTextTest {
  private static Map<String, Map<String, String>> read(String text) {
    return IniText.sections("experiment", new TextFile(new Path("/e.ini"), text));
  }

  @Test
  void readsKeysAndValues() {
    Map<String, String> read =
        read("# c\n[DEFAULT]\nA = 1\nb : two words\n; c\nurl=http://x/y = z\nempty =\n#end")
            .get("DEFAULT");

    assertThat(read)
        .isEqualTo(Map.of("a", "1", "b", "two words", "url", "http://x/y = z", "empty", ""));
  }

  @Test
  void inlineCommentsBelongToTheValue() {
    assertThat(read("[DEFAULT]\na = 1 ; one # two\n").get("DEFAULT"))
        .containsEntry("a", "1 ; one # two");
  }

  @Test
  void deeperLinesGoOnWithTheValue() {
    String text = "[DEFAULT]\na = (1,\n  2,\n\n  # c\n  3)\nb = 4\n";

    assertThat(read(text).get("DEFAULT"))
        .containsEntry("a", "(1,\n2,\n\n3)")
        .containsEntry("b", "4");
  }

  @Test
  void replacesReferencesAndKeepsLonePercentSigns() {
    String text = "[DEFAULT]\nroot = /d\na = %(ROOT)s/x\nb = %(a)s%%\nc = 50%\n";

    assertThat(read(text).get("DEFAULT"))
        .containsEntry("a", "/d/x")
        .containsEntry("b", "/d/x%")
        .containsEntry("c", "50%");
  }

  @Test
  void refusesUnknownAndCircularReferences() {
    assertThatThrownBy(() -> read("[DEFAULT]\na = %(b)s\n"))
        .hasMessage(
            "Cannot read experiment /e.ini: the value of a refers to %(b)s, which is no key of it");
    assertThatThrownBy(() -> read("[DEFAULT]\na = %(b)s\nb = %(a)s\n"))
        .hasMessage(
            "Cannot read experiment /e.ini: the %(...)s in the value of a refer to each other");
  }

  @Test
  void namesTheLineOfEveryMistake() {
    assertThatThrownBy(() -> read("a = 1\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read experiment /e.ini: line 1: no section is open; the first line"
                + " must be [DEFAULT]; the name of a YAML file must end in .yaml or .yml");
    assertThatThrownBy(() -> read("[DEFAULT]\na = 1\nnonsense\n"))
        .hasMessage("Cannot read experiment /e.ini: line 3: KEY = VALUE is expected, not nonsense");
    assertThatThrownBy(() -> read("[DEFAULT]\na = 1\nA = 2\n"))
        .hasMessage("Cannot read experiment /e.ini: line 3: key a is given twice");
    assertThatThrownBy(() -> read("[x]\n[x]\n"))
        .hasMessage("Cannot read experiment /e.ini: line 2: section [x] is given twice");
  }

  /** Nine levels of eight references each are 8^9 copies. */
  @Test
  @Timeout(value = Waiting.MINUTES, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD)
  void refusesReferencesThatStandForMoreThanCanBeHeld() {
    for (String leaf : java.util.List.of("x", "")) {
      StringBuilder text = new StringBuilder("[DEFAULT]\na0 = " + leaf + "\n");
      for (int level = 1; level <= 9; level++) {
        text.append("a").append(level).append(" = ");
        text.append(("%(a" + (level - 1) + ")s").repeat(8)).append("\n");
      }
      assertThatThrownBy(() -> read(text.toString()))
          .isInstanceOf(io.medseg.InputException.class)
          .hasMessageEndingWith(
              ": the %(...)s in its values stand for more than 1048576 characters; write out what is meant");
    }
  }
}
