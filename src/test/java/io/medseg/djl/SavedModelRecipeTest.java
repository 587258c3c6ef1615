package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.model.Device;
import io.medseg.model.ModelFingerprint;
import io.medseg.model.ModelTrust;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.SavedModel;

class SavedModelRecipeTest {
  private final Configuration hadoop = new Configuration(false);

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws Exception {
    model =
        SavedModels.write(
            folder.resolve("model"),
            SavedModels.model(
                Map.of(
                    "serving_default",
                    SavedModels.signature(
                        Map.of("x", SavedModels.floats(-1, 8, 8, 1)),
                        Map.of("y", SavedModels.floats(-1, 8, 8, 2))))));
  }

  @Test
  void isMadeFromAPath() {
    SavedModelRecipe recipe = SavedModelRecipe.of(model.toString(), hadoop);

    assertThat(recipe.uri()).isEqualTo("file:" + model);
    assertThat(recipe.fingerprint()).isEqualTo(ModelFingerprint.of(model.toString(), hadoop));
    assertThat(recipe.signature()).isEqualTo("serving_default");
    assertThat(recipe.tag()).isEqualTo("serve");
    assertThat(recipe).isEqualTo(SavedModelRecipe.of(recipe.uri(), hadoop));
    assertThat(
            recipe
                .withSignature("a:b")
                .withTag("t")
                .withThreads(new ThreadBudget(4, 2))
                .withTrust(ModelTrust.TRUSTED))
        .isEqualTo(
            new SavedModelRecipe(
                recipe.uri(),
                recipe.fingerprint(),
                "a:b",
                "t",
                new ThreadBudget(4, 2),
                ModelTrust.TRUSTED));
  }

  @Test
  void tellsItsSignatureWithoutTheEngine() {
    SavedModelRecipe recipe = SavedModelRecipe.of(model.toString(), hadoop);

    assertThat(recipe.signature(hadoop).outputShape()).containsExactly(-1L, 8L, 8L, 2L);
    assertThatThrownBy(() -> recipe.withSignature("foo").signature(hadoop))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid model file:"
                + model
                + ": it has no signature foo; it has serving_default (input x (any, 8, 8, 1) ->"
                + " output y (any, 8, 8, 2))");
  }

  @Test
  void refusesAGraphWithoutItsVariables() throws Exception {
    SavedModel whole = SavedModels.withVariable(SavedModel.parseFrom(graph()));
    SavedModels.write(model, whole);
    assertThatThrownBy(() -> SavedModelRecipe.of(model.toString(), hadoop).signature(hadoop))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot load model file:"
                + model
                + ": its graph has variables, but there is no variables/variables.index");

    Files.createDirectories(model.resolve("variables"));
    Files.write(model.resolve("variables/variables.index"), new byte[1]);
    assertThat(SavedModelRecipe.of(model.toString(), hadoop).signature(hadoop).output())
        .isEqualTo("y");
  }

  private byte[] graph() throws Exception {
    return Files.readAllBytes(model.resolve("saved_model.pb"));
  }

  @Test
  void travels() throws Exception {
    SavedModelRecipe recipe = SavedModelRecipe.of(model.toString(), hadoop);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(recipe);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(recipe);
    }
  }

  @Test
  void aMissingModelIsNamed() {
    String missing = folder.resolve("nowhere").toString();
    assertThatThrownBy(() -> SavedModelRecipe.of(missing, hadoop))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot load model " + missing + ": there is no such directory");
  }

  @Test
  void aModelThatIsWrongIsRefusedBeforeTheEngineStarts() {
    SavedModelRecipe recipe = SavedModelRecipe.of(model.toString(), hadoop).withTag("gpu");
    assertThatThrownBy(() -> recipe.load(hadoop, Device.CPU))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("it has no graph tagged gpu; it has [train], [serve]");
    assertThat(System.getProperty("TENSORFLOW_LIBRARY_PATH")).isNull();
  }

  /** Scores of one output must not be taken for those of another when a run goes on. */
  @Test
  void theSameFilesAskedInAnotherWayAreAnotherModel() {
    SavedModelRecipe recipe =
        new SavedModelRecipe(
            "file:/model", "00ff", "serve", "tag", new ThreadBudget(2, 1), ModelTrust.CHECKED);

    assertThat(recipe.identity())
        .isNotEqualTo(recipe.withSignature("serve:other").identity())
        .isNotEqualTo(recipe.withTag("other").identity())
        .isEqualTo(recipe.withThreads(new ThreadBudget(4, 4)).identity());
  }
}
