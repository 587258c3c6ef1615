package io.medseg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random literals, read by this project and by Python's own ast.literal_eval. */
class LiteralsIT {
  private static final int LITERALS = 2000;
  private static final String EVALUATE =
      String.join(
          "\n",
          "import ast, json, sys",
          "def plain(v):",
          "    if isinstance(v, dict): return {str(k): plain(x) for k, x in v.items()}",
          "    if isinstance(v, (list, tuple)): return [plain(x) for x in v]",
          "    return v",
          "for text in json.load(sys.stdin):",
          "    try: value = plain(ast.literal_eval(text))",
          "    except (SyntaxError, ValueError): value = text",
          "    print(json.dumps(value))");

  private static final String[] LEAVES = {
    "0",
    "12",
    "-3",
    "1_000",
    "007",
    "0x1F",
    "1e-4",
    "2.50",
    ".5",
    "3.",
    "-1E+2",
    "True",
    "False",
    "None",
    "'a'",
    "\"b\\n\"",
    "r'\\d'",
    "'\\x41' 'z'",
    "''",
    "he_normal",
    "1 2",
    "a-b"
  };

  @TempDir Path folder;

  private final Random random = new Random(7);
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void agreesWithPython() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < LITERALS; i++) {
      texts.add(literal(3));
    }
    List<String> expected = python(texts);

    assertThat(expected).hasSize(LITERALS);
    for (int i = 0; i < LITERALS; i++) {
      assertThat(json.valueToTree(Literals.parse(texts.get(i))).toString())
          .as(texts.get(i))
          .isEqualTo(json.readTree(expected.get(i)).toString());
    }
  }

  private String literal(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    if (kind == 0) {
      return LEAVES[random.nextInt(LEAVES.length)];
    }
    List<String> parts = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      parts.add((kind == 3 ? "'k" + i + "' : " : "") + literal(depth - 1));
    }
    String end = count > 0 && random.nextBoolean() ? " ,\n" : "";
    String inside = String.join(random.nextBoolean() ? "," : " , ", parts) + end;
    return "([{".charAt(kind - 1) + inside + ")]}".charAt(kind - 1);
  }

  private List<String> python(List<String> texts) throws IOException {
    String given = System.getProperty("MEDSEG_PYTHON", System.getenv("MEDSEG_PYTHON"));
    ProcessBuilder builder =
        new ProcessBuilder(given == null ? "python3" : given, "-W", "ignore", "-c", EVALUATE);
    builder.redirectInput(
        Files.write(folder.resolve("texts.json"), json.writeValueAsBytes(texts)).toFile());
    TestProcess.Result answer;
    try {
      answer = TestProcess.run(builder);
    } catch (IOException e) {
      assumeTrue(false, "no Python: " + e.getMessage());
      return List.of();
    }
    assertThat(answer.code()).as(answer.output()).isZero();
    return answer.output().lines().toList();
  }
}
