package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.medseg.GoldenFolder;
import io.medseg.InputException;
import io.medseg.model.ModelTrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;

/**
 * Models that TensorFlow wrote (tools/make_untrusted_models.py), and every model of this project
 * and its golden data.
 */
class GraphCheckTest {
  @TempDir Path folder;

  private static SavedModel fixture(String name) throws IOException {
    try (InputStream bytes =
        GraphCheckTest.class.getResourceAsStream("untrusted/" + name + ".pb")) {
      return SavedModel.parseFrom(bytes);
    }
  }

  private static void check(SavedModel model) {
    new GraphCheck("M").check(model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Plain", "Prints", "FirstVersion"})
  void savingAndRestoringVariablesIsNoHarm(String name) throws IOException {
    SavedModel model = fixture(name);
    assertThat(model.toString()).contains("op: \"SaveV2\"", "op: \"RestoreV2\"");
    assertThatCode(() -> check(model)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "ReadsFile, 'ReadFile (ReadFile, function __inference_serve_', reads files",
    "WritesFileInLoop, 'WriteFile (', writes files",
    "PyFunction, 'EagerPyFunc (', runs code that is not in the graph",
    "NumpyFunction, 'PyFunc (', runs code that is not in the graph",
    "PrintsToFile, 'PrintV2 (', reads or writes files by an attribute",
    "TextTable, 'InitializeTableFromTextFileV2 (', reads files",
    "SavesWhileServing, 'SaveV2 (', run when the model is used",
    "RestoresWhileServing, 'RestoreV2 (', run when the model is used"
  })
  void harmfulOperationsAreNamed(String name, String operation, String harm) throws IOException {
    SavedModel model = fixture(name);
    assertThatThrownBy(() -> check(model))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot load model M: its graph holds operations that could do harm: ")
        .hasMessageContaining(operation)
        .hasMessageContaining(harm + ")")
        .hasMessageEndingWith("; give --trust-model if you trust whoever made it");
  }

  @Test
  void aModelThatIsTrustedIsNotLookedOver() throws IOException {
    SavedModels.write(folder, fixture("ReadsFile"));
    Files.createDirectories(folder.resolve("variables"));
    Files.createFile(folder.resolve("variables/variables.index"));
    SavedModelRecipe recipe = SavedModelRecipe.of(folder.toString(), new Configuration());

    assertThatThrownBy(() -> recipe.signature(new Configuration()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot load model file:" + folder + ": its graph holds ");
    assertThat(recipe.withTrust(ModelTrust.TRUSTED).signature(new Configuration()).output())
        .isEqualTo("mask");
  }

  @Test
  void bundledAndGoldenModelsPass() throws IOException {
    int models = 0;
    for (Path root : List.of(Path.of("conf/models"), GoldenFolder.root().resolve("models"))) {
      try (Stream<Path> found = Files.walk(root)) {
        for (Path graph : found.filter(file -> file.endsWith("saved_model.pb")).toList()) {
          assertThatCode(() -> check(SavedModel.parseFrom(Files.readAllBytes(graph))))
              .as(graph.toString())
              .doesNotThrowAnyException();
          models++;
        }
      }
    }
    assertThat(models).isGreaterThanOrEqualTo(3);
  }

  private static NodeDef.Builder node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(operation).addAllInput(List.of(inputs));
  }

  private static SavedModel graph(NodeDef.Builder... nodes) {
    GraphDef.Builder graph = GraphDef.newBuilder();
    for (NodeDef.Builder node : nodes) {
      graph.addNode(node);
    }
    return SavedModel.newBuilder()
        .addMetaGraphs(
            MetaGraphDef.newBuilder()
                .setGraphDef(graph)
                .setSaverDef(SaverDef.newBuilder().setRestoreOpName("restore")))
        .build();
  }

  /** Of what runs while a model is loaded nothing may write. */
  @Test
  void restoringThatSavesIsRefused() {
    NodeDef.Builder save = node("save", "SaveV2");
    check(graph(save, node("restore", "RestoreV2")));
    assertThatThrownBy(() -> check(graph(save, node("restore", "NoOp", "^save"))))
        .hasMessageContaining("SaveV2 (save, writes files when the model is loaded)");
  }

  /** Not everything is in the fixtures; some of it Python cannot even write any more. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MatchingFiles",
        "TextLineReaderV2",
        "WholeFileReader",
        "TFRecordDatasetV2",
        "ExperimentalCSVDataset",
        "SqlDataset",
        "SnapshotDatasetV2",
        "CacheDatasetV2",
        "SaveDataset",
        "ExperimentalDatasetToTFRecord",
        "CreateSummaryFileWriter",
        "WriteScalarSummary",
        "InitializeTableFromTextFile",
        "PyFuncStateless",
        "XlaCustomCallV2",
        "XlaCallModule",
        "_XlaHostComputeMlir",
        "DatasetFromGraph",
        "RemoteCall",
        "RpcCall",
        "DataServiceDatasetV4",
        "Abort"
      })
  void everyVersionOfAnOperationIsKnown(String operation) {
    assertThat(RiskyOperation.of(node("x", operation).build())).as(operation).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv2D",
        "ReadVariableOp",
        "StatefulPartitionedCall",
        "While",
        "XlaLaunch",
        "MapDataset",
        "TensorSliceDataset",
        "ShardedFilename",
        "Fingerprint",
        "LookupTableFindV2",
        "InitializeTableV2",
        "AssertNextDataset",
        "DecodeProtoV2",
        "DebugIdentityV2",
        "SummaryWriter"
      })
  void usualOperationsAreNone(String operation) {
    assertThat(RiskyOperation.of(node("x", operation).build())).as(operation).isEmpty();
  }

  @Test
  void attributesThatNameFilesAreLookedAt() {
    AttrValue file = AttrValue.newBuilder().setS(ByteString.copyFromUtf8("file:///x")).build();
    AttrValue urls =
        AttrValue.newBuilder()
            .setList(AttrValue.ListValue.newBuilder().addS(ByteString.copyFromUtf8("file:///x")))
            .build();
    AttrValue own = AttrValue.newBuilder().setS(ByteString.copyFromUtf8("local://")).build();
    assertThat(RiskyOperation.of(node("x", "PrintV2").putAttr("output_stream", file).build()))
        .contains("reads or writes files by an attribute");
    assertThat(
            RiskyOperation.of(node("x", "DebugNumericSummary").putAttr("debug_urls", urls).build()))
        .isPresent();
    assertThat(
            RiskyOperation.of(
                node("x", "DecodeProtoV2").putAttr("descriptor_source", file).build()))
        .isPresent();
    assertThat(
            RiskyOperation.of(node("x", "DecodeProtoV2").putAttr("descriptor_source", own).build()))
        .isEmpty();
  }
}
