package io.medseg.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

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
