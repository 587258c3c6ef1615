package io.medseg.djl;

import static io.medseg.djl.SavedModels.floats;
import static io.medseg.djl.SavedModels.floatsOfAnyShape;
import static io.medseg.djl.SavedModels.signature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.model.ModelSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

class SignatureReaderTest {
  private static final SignatureDef PLAIN =
      signature(Map.of("image", floats(-1, 64, 64, 1)), Map.of("mask", floats(-1, 64, 64, 4)));

  private final SavedModel model =
      SavedModels.model(
          Map.of(
              "__saved_model_init_op", signature(Map.of(), Map.of()),
              "serving_default", PLAIN,
              "a:b", PLAIN,
              "both",
                  signature(
                      Map.of("image", floatsOfAnyShape()),
                      Map.of("mask", floats(2, 8, 8, 4), "edge", floats(2, 8, 8, 1))),
              "pair",
                  signature(
                      Map.of("left", floats(-1, 3), "right", floats(-1, 4)),
                      Map.of("sum", floats(-1, 3))),
              "bytes",
                  signature(
                      Map.of("image", SavedModels.tensor(DataType.DT_UINT8, -1, 64, 64, 1)),
                      Map.of("mask", floats(-1, 64, 64, 4)))));

  @Test
  void readsNamesAndShapes() throws Exception {
    assertThat(read("serving_default"))
        .isEqualTo(
            new ModelSignature(
                "serving_default",
                "image",
                List.of(-1L, 64L, 64L, 1L),
                "mask",
                List.of(-1L, 64L, 64L, 4L)));
    assertThat(read("serving_default:mask")).isEqualTo(read("serving_default"));
    assertThat(read("a:b").name()).isEqualTo("a:b");
    assertThat(read("a:b:mask")).isEqualTo(read("a:b"));
  }

  @Test
  void takesTheOutputThatIsNamed() throws Exception {
    ModelSignature edge = read("both:edge");
    assertThat(edge.name()).isEqualTo("both");
    assertThat(edge.output()).isEqualTo("edge");
    assertThat(edge.outputShape()).containsExactly(2L, 8L, 8L, 1L);
    assertThat(edge.inputShape()).as("unknown rank").isEmpty();
  }

  @Test
  void listsTheSignaturesThatThereAre() throws Exception {
    SavedModel one = SavedModels.model(Map.of("serving_default", PLAIN));
    assertThatThrownBy(() -> read(one, "serve", "foo"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid model M: it has no signature foo; it has serving_default (input image (any,"
                + " 64, 64, 1) -> output mask (any, 64, 64, 4))");
    assertThatThrownBy(() -> read(SavedModels.model(Map.of()), "serve", "foo"))
        .hasMessage("Invalid model M: it has no signature foo; it has none");
  }

  @Test
  void listsTheOutputsThatThereAre() {
    refuses(
        "both",
        "its signature both has 2 outputs (edge (2, 8, 8, 1), mask (2, 8, 8, 4)); name one, as in"
            + " both:edge");
    refuses(
        "both:foo",
        "its signature both has no output foo; it has edge (2, 8, 8, 1), mask (2, 8, 8, 4)");
  }

  @Test
  void needsOneInputOfFloats() {
    refuses(
        "pair",
        "its signature pair has 2 inputs (left (any, 3), right (any, 4)); it must have one");
    refuses("bytes", "its input image is DT_UINT8; DT_FLOAT is needed");
    refuses("__saved_model_init_op", "it has no signature __saved_model_init_op; it has ");
  }

  @Test
  void listsTheTagsThatThereAre() {
    assertThatThrownBy(() -> read(model, "gpu", "serving_default"))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid model M: it has no graph tagged gpu; it has [train], [serve]");
  }

  @Test
  void refusesADamagedFile() {
    byte[] half = model.toByteArray();
    ByteArrayInputStream bytes = new ByteArrayInputStream(half, 0, half.length / 2);
    assertThatThrownBy(() -> new SignatureReader("M").read(bytes, "serve", "serving_default"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot load model M: its saved_model.pb is damaged: ");
  }

  private void refuses(String wanted, String reason) {
    assertThatThrownBy(() -> read(wanted))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid model M: " + reason);
  }

  private ModelSignature read(String wanted) throws IOException {
    return read(model, "serve", wanted);
  }

  private static ModelSignature read(SavedModel model, String tag, String wanted)
      throws IOException {
    return new SignatureReader("M")
        .read(new ByteArrayInputStream(model.toByteArray()), tag, wanted);
  }
}
