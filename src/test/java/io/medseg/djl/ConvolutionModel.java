package io.medseg.djl;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * A SavedModel in TensorFlow 1's style made without TensorFlow: x goes through EnsureShape, a 2D
 * convolution of seeded weights and a sigmoid. Outputs are "logits" and "probabilities".
 */
final class ConvolutionModel {
  private static final int[] KERNEL = {3, 3, 1, 1, 4};

  private final long[] ensured;
  private final float[] weights = new float[3 * 3 * 4];

  /**
   * @param ensured shape that the graph insists on when it runs, -1 for any length
   */
  ConvolutionModel(long... ensured) {
    this.ensured = ensured;
    Random random = new Random(3);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
  }

  /** The same in Java. */
  GoldenConvolution expected() {
    return new GoldenConvolution(2, KERNEL, weights, new float[4], false);
  }

  /** Signatures "serving_default" of the probabilities, and "all" of both outputs. */
  SavedModel toProto(long... declared) {
    Map<String, TensorInfo> input = Map.of("x", info("x", declared));
    TensorInfo logits = info("logits", declared[0], declared[1], declared[2], 4);
    TensorInfo probabilities = info("probabilities", declared[0], declared[1], declared[2], 4);
    SignatureDef one = SavedModels.signature(input, Map.of("probabilities", probabilities));
    SignatureDef both =
        SavedModels.signature(input, Map.of("logits", logits, "probabilities", probabilities));
    return SavedModel.newBuilder()
        .setSavedModelSchemaVersion(1)
        .addMetaGraphs(
            MetaGraphDef.newBuilder()
                .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                .setGraphDef(graph())
                .putSignatureDef("serving_default", one)
                .putSignatureDef("all", both))
        .build();
  }

  private static TensorInfo info(String operation, long... lengths) {
    return SavedModels.floats(lengths).toBuilder().setName(operation + ":0").build();
  }

  private GraphDef graph() {
    return GraphDef.newBuilder()
        .setVersions(VersionDef.newBuilder().setProducer(1395))
        .addNode(node("x", "Placeholder").putAttr("dtype", type()).putAttr("shape", anyShape()))
        .addNode(
            node("checked", "EnsureShape", "x")
                .putAttr("T", type())
                .putAttr("shape", shape(ensured)))
        .addNode(node("kernel", "Const").putAttr("dtype", type()).putAttr("value", kernel()))
        .addNode(
            node("logits", "Conv2D", "checked", "kernel")
                .putAttr("T", type())
                .putAttr("strides", ones())
                .putAttr("padding", text("SAME")))
        .addNode(node("probabilities", "Sigmoid", "logits").putAttr("T", type()))
        .build();
  }

  private static NodeDef.Builder node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(operation)
        .addAllInput(java.util.List.of(inputs));
  }

  private AttrValue kernel() {
    ByteBuffer bytes =
        ByteBuffer.allocate(weights.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights);
    return AttrValue.newBuilder()
        .setTensor(
            TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(shape(3, 3, 1, 4).getShape())
                .setTensorContent(ByteString.copyFrom(bytes)))
        .build();
  }

  private static AttrValue type() {
    return AttrValue.newBuilder().setType(DataType.DT_FLOAT).build();
  }

  private static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  private static AttrValue ones() {
    return AttrValue.newBuilder()
        .setList(AttrValue.ListValue.newBuilder().addI(1).addI(1).addI(1).addI(1))
        .build();
  }

  private static AttrValue shape(long... lengths) {
    return AttrValue.newBuilder().setShape(SavedModels.floats(lengths).getTensorShape()).build();
  }

  private static AttrValue anyShape() {
    return AttrValue.newBuilder()
        .setShape(TensorShapeProto.newBuilder().setUnknownRank(true))
        .build();
  }
}
