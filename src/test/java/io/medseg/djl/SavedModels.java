package io.medseg.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Makes saved_model.pb files that have signatures but no graph behind them. */
final class SavedModels {
  private SavedModels() {}

  static TensorInfo tensor(DataType type, long... lengths) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : lengths) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(length));
    }
    return TensorInfo.newBuilder().setDtype(type).setTensorShape(shape).build();
  }

  static TensorInfo floats(long... lengths) {
    return tensor(DataType.DT_FLOAT, lengths);
  }

  static TensorInfo floatsOfAnyShape() {
    return TensorInfo.newBuilder()
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(TensorShapeProto.newBuilder().setUnknownRank(true))
        .build();
  }

  static SignatureDef signature(Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs) {
    return SignatureDef.newBuilder().putAllInputs(inputs).putAllOutputs(outputs).build();
  }

  /** A graph tagged "serve", after one tagged "train". */
  static SavedModel model(Map<String, SignatureDef> signatures) {
    return SavedModel.newBuilder()
        .addMetaGraphs(graph("train"))
        .addMetaGraphs(graph("serve").putAllSignatureDef(signatures))
        .build();
  }

  /** The same with a variable that is restored in every graph. */
  static SavedModel withVariable(SavedModel model) {
    SavedModel.Builder changed = model.toBuilder();
    for (MetaGraphDef.Builder graph : changed.getMetaGraphsBuilderList()) {
      graph.getSaverDefBuilder().setRestoreOpName("restore");
      graph.getGraphDefBuilder().addNode(NodeDef.newBuilder().setOp("VarHandleOp"));
    }
    return changed.build();
  }

  private static MetaGraphDef.Builder graph(String tag) {
    return MetaGraphDef.newBuilder()
        .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags(tag));
  }

  static Path write(Path directory, SavedModel model) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve("saved_model.pb"), model.toByteArray());
    return directory;
  }
}
