package io.medseg.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * A bundled model that takes NaN for 0. What a convolution makes of NaN, and whether ReLU drops it,
 * depends on the CPU.
 */
final class NanTolerantModel {
  private static final String GIVEN = "serving_default_image";
  private static final String CLEAN = "image_without_nan";

  private NanTolerantModel() {}

  /** Writes it; gives its folder. */
  static Path write(Path folder, String bundled) throws IOException {
    FileUtils.copyDirectory(Phantoms.model(bundled).toFile(), folder.toFile());
    Path file = folder.resolve("saved_model.pb");
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    clean(model.getMetaGraphsBuilder(0).getGraphDefBuilder());
    Files.write(file, model.build().toByteArray());
    return folder;
  }

  private static void clean(GraphDef.Builder graph) {
    int changed = 0;
    for (NodeDef.Builder node : graph.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(GIVEN)) {
          node.setInput(i, CLEAN);
          changed++;
        }
      }
    }
    if (changed != 1) {
      throw new IllegalStateException(changed + " nodes take " + GIVEN);
    }
    graph
        .addNode(node("image_is_nan", "IsNan", GIVEN))
        .addNode(node("image_zeros", "ZerosLike", GIVEN))
        .addNode(node(CLEAN, "SelectV2", "image_is_nan", "image_zeros", GIVEN));
  }

  private static NodeDef node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(operation)
        .addAllInput(java.util.List.of(inputs))
        .putAttr("T", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
        .build();
  }
}
