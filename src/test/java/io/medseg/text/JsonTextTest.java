package io.medseg.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private static Map<String, Object> read(String text) {
    return JsonText.object("annotation file", new TextFile(new Path("/a.json"), text));
  }

  private static void refuses(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read annotation file /a.json: " + reason);
  }

  @Test
  void readsWhatPythonWrites() {
    assertThat(read("{\"a\": [1, 2.5, \"x\", true, null], \"b\": NaN, \"c\": {\"d\": -Infinity}}"))
        .containsEntry("a", java.util.Arrays.asList(1, 2.5, "x", true, null))
        .containsEntry("b", Double.NaN)
        .containsEntry("c", Map.of("d", Double.NEGATIVE_INFINITY));
    assertThat(read("{}")).isEmpty();
  }

  @Test
  void saysWhyItIsNoObject() {
    refuses("images:\n  - a", "it is not JSON: line 1: Unrecognized token 'images'");
    refuses("{\"a\": 1,\n\"b\": }", "it is not JSON: line 2: Unexpected character ('}'");
    for (String other : List.of("[1]", "3", "null", "", "{} {}")) {
      refuses(other, "it holds no object ({...})");
    }
  }
}
