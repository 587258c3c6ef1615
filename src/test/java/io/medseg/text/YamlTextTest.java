package io.medseg.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.medseg.InputException;
import io.medseg.Waiting;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class YamlTextTest {
  private static Map<String, Object> read(String text) {
    return YamlText.mapping("experiment", new TextFile(new Path("/e.yaml"), text));
  }

  @Test
  void readsScalarsAsPyYamlDoes() {
    Map<String, Object> read =
        read(
            "a: 1e-4\nb: 1.0e-4\nc: 1.e+3\nd: yes\ne: 010\nf: 12:30"
                + "\ng: 1_000\nh: ~\ni: 1e5\nj: .5");

    assertThat(read)
        .containsEntry("a", "1e-4")
        .containsEntry("b", 1e-4)
        .containsEntry("c", 1000.0)
        .containsEntry("d", true)
        .containsEntry("e", 8)
        .containsEntry("f", 750)
        .containsEntry("g", 1000)
        .containsEntry("h", null)
        .containsEntry("i", "1e5")
        .containsEntry("j", 0.5);
  }

  @Test
  void emptyTextIsAnEmptyMapping() {
    assertThat(read("# nothing\n")).isEmpty();
  }

  @Test
  void refusesAKeyGivenTwice() {
    assertThatThrownBy(() -> read("a: 1\nb: 2\na: 3\n"))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot read experiment /e.yaml: line 3: found duplicate key a");
  }

  @Test
  void namesTheLineOfASyntaxError() {
    assertThatThrownBy(() -> read("a: 1\nb: [1, 2\nc: 3\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read experiment /e.yaml: line 3: expected ',' or ']'");
  }

  /** 48 aliases, below SnakeYAML's own limit of 50, that stand for 9^6 values and for more. */
  @Test
  @Timeout(value = Waiting.MINUTES, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD)
  void refusesAliasesThatStandForMoreThanCanBeHeld() {
    String start = "Cannot read experiment /e.yaml: its aliases (*name) stand for ";
    for (String form : List.of("[%s]", "{%s}", "? [%s] : 1")) {
      StringBuilder text = new StringBuilder("a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n");
      boolean isMapping = form.startsWith("{");
      for (int level = 1; level <= 24; level++) {
        String before = "*a" + (level - 1);
        String uses = isMapping ? "x: " + before + ", y: " + before : before + ", " + before;
        String value = form.startsWith("?") ? "[[" + uses + "]]" : form.formatted(uses);
        text.append("a%d: &a%d %s\n".formatted(level, level, value));
      }
      if (form.startsWith("?")) {
        text.append("? *a23\n: 1\n");
      }
      assertThatThrownBy(() -> read(text.toString()))
          .as(form)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(start)
          .hasMessageEndingWith(
              " values, more than the 100000 that are allowed; write out what is meant");
    }
  }

  @Test
  void aliasesThatStandForLittleAreRead() {
    Map<String, Object> read = read("a: &a [1, 2]\nb: [*a, *a]\nc: &c {x: *a}\nd: {<<: *c, y: 1}");
    assertThat(read.get("b")).isEqualTo(List.of(List.of(1, 2), List.of(1, 2)));
    assertThat(read.get("d")).isEqualTo(Map.of("x", List.of(1, 2), "y", 1));
    StringBuilder many = new StringBuilder("a: [0");
    for (int i = 1; i < 200_000; i++) {
      many.append(", ").append(i);
    }
    assertThat((List<?>) read(many + "]").get("a")).hasSize(200_000);
  }

  @Test
  void refusesNodesThatArePartOfThemselves() {
    assertThatThrownBy(() -> read("a: &x [1, {b: *x}]\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read experiment /e.yaml: an alias (*name) refers to a node that it is part of");
    assertThat(read("a: &x [1]\nb: [*x, *x]\n")).hasSize(2);
  }

  @Test
  void refusesOtherDocumentsThanMappings() {
    assertThatThrownBy(() -> read("- 1\n- 2\n"))
        .hasMessage("Cannot read experiment /e.yaml: it holds no mapping (KEY: value)");
    assertThatThrownBy(() -> read("1: one\n"))
        .hasMessage("Cannot read experiment /e.yaml: its key 1 is not a string");
  }

  @Test
  void instantiatesNoClasses() {
    assertThatThrownBy(() -> read("a: !!javax.script.ScriptEngineManager []\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("ScriptEngineManager");
  }
}
