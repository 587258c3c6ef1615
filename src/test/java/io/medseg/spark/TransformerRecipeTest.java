package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.djl.ThreadBudget;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Proves how params are read and shown, and what makes two transformers the same. */
class TransformerRecipeTest {
  private static TransformerRecipe recipe(String... params) {
    return new TransformerRecipe(
        "org.example.Predictor",
        Arrays.stream(params).map(PredictorParam::parse).toList(),
        new ThreadBudget(2, 2));
  }

  @Test
  void paramsAreNamesAndValues() {
    assertThat(PredictorParam.parse("modelUrl=file:///a=b"))
        .isEqualTo(new PredictorParam("modelUrl", "file:///a=b"));
    assertThat(PredictorParam.parse(" x = ")).isEqualTo(new PredictorParam("x", " "));
    for (String wrong : new String[] {"", "x", "=1"}) {
      assertThatThrownBy(() -> PredictorParam.parse(wrong))
          .isInstanceOf(InputException.class)
          .hasMessage("Invalid --predictor-param: %s; it is NAME=VALUE".formatted(wrong));
    }
    assertThatThrownBy(() -> recipe("b=1", "a=1", "b=2"))
        .hasMessage("Invalid --predictor-param: b is given twice");
  }

  @Test
  void secretsAreNotShown() {
    assertThat(
            recipe(
                    "secretKey=xyz",
                    "authToken=xyz",
                    "PASSWORD=xyz",
                    "modelUrl=s3://me:xyz@host/model?sig=xyz",
                    "question=what?",
                    "mail=a@b")
                .shownParams())
        .isEqualTo(
            Map.of(
                "secretKey", "***",
                "authToken", "***",
                "PASSWORD", "***",
                "modelUrl", "s3://***@host/model?***",
                "question", "what?",
                "mail", "a@b"));
    assertThat(PredictorParam.parse("token=xyz")).hasToString("--predictor-param token=***");
  }

  @Test
  void fingerprintIsThatOfClassAndParams() {
    String fingerprint = recipe("a=1", "b=2").fingerprint();

    assertThat(fingerprint).matches("[0-9a-f]{64}");
    assertThat(recipe("b=2", "a=1").fingerprint()).isEqualTo(fingerprint);
    assertThat(recipe("b=2", "a=1")).isEqualTo(recipe("a=1", "b=2"));
    assertThat(recipe("a=1", "b=3").fingerprint()).isNotEqualTo(fingerprint);
    assertThat(recipe("a=1").fingerprint()).isNotEqualTo(fingerprint);
    assertThat(recipe("a=1", "token=x").fingerprint())
        .isEqualTo(recipe("a=1", "token=y").fingerprint());
  }
}
