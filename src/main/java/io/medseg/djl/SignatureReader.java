package io.medseg.djl;

import com.google.protobuf.InvalidProtocolBufferException;
import io.medseg.InputException;
import io.medseg.model.ModelSignature;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Reads a signature out of a saved_model.pb, without the engine: DJL takes another signature when
 * the one asked for is missing, with only a warning. The format is that of TensorFlow's
 * saved_model.proto.
 *
 * @param model as messages call it
 */
record SignatureReader(String model) {
  /** Keras writes its initialiser as a signature that nobody calls. */
  private static final String INITIALISER = "__saved_model_init_op";

  /** Operations that hold a value which training found. */
  private static final Set<String> VARIABLES = Set.of("VarHandleOp", "VariableV2", "Variable");

  /**
   * The signature of a graph.
   *
   * @param tag of the graph, as in "serve"
   * @param wanted name of the signature, as in "serving_default", or with the output where it has
   *     several, as in "serving_default:mask"
   * @throws InputException if it is missing or is not one float input and one float output; the
   *     message says what there is
   */
  ModelSignature read(InputStream savedModel, String tag, String wanted) throws IOException {
    return read(parse(savedModel), tag, wanted);
  }

  /** As above, of a model that was read. */
  ModelSignature read(SavedModel savedModel, String tag, String wanted) {
    Map<String, SignatureDef> signatures = signatures(graph(savedModel, tag));
    if (signatures.containsKey(wanted)) {
      return signature(wanted, signatures.get(wanted), "");
    }
    int colon = wanted.lastIndexOf(':');
    String name = colon < 0 ? wanted : wanted.substring(0, colon);
    SignatureDef found = signatures.get(name);
    if (found == null) {
      throw invalid("it has no signature %s; it has %s", name, describe(signatures));
    }
    return signature(name, found, wanted.substring(colon + 1));
  }

  /** Whether a graph has values that are not in saved_model.pb, but restored from a file. */
  boolean restoresVariables(SavedModel read, String tag) {
    MetaGraphDef graph = graph(read, tag);
    return !graph.getSaverDef().getRestoreOpName().isEmpty()
        && graph.getGraphDef().getNodeList().stream()
            .anyMatch(node -> VARIABLES.contains(node.getOp()));
  }

  /** What the bytes of a saved_model.pb hold. */
  SavedModel parse(InputStream savedModel) throws IOException {
    try {
      return SavedModel.parseFrom(savedModel);
    } catch (InvalidProtocolBufferException e) {
      throw new InputException(
          "Cannot load model %s: its saved_model.pb is damaged: %s"
              .formatted(model, e.getMessage()),
          e);
    }
  }

  private MetaGraphDef graph(SavedModel savedModel, String tag) {
    List<MetaGraphDef> graphs = savedModel.getMetaGraphsList();
    return graphs.stream()
        .filter(graph -> graph.getMetaInfoDef().getTagsList().contains(tag))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    "it has no graph tagged %s; it has %s",
                    tag,
                    listed(graphs.stream().map(g -> g.getMetaInfoDef().getTagsList().toString()))));
  }

  private static Map<String, SignatureDef> signatures(MetaGraphDef graph) {
    Map<String, SignatureDef> signatures = new TreeMap<>(graph.getSignatureDefMap());
    signatures.remove(INITIALISER);
    return signatures;
  }

  private ModelSignature signature(String name, SignatureDef signature, String wantedOutput) {
    Map<String, TensorInfo> inputs = new TreeMap<>(signature.getInputsMap());
    if (inputs.size() != 1) {
      throw invalid(
          "its signature %s has %d inputs (%s); it must have one",
          name, inputs.size(), describeTensors(inputs));
    }
    String input = inputs.keySet().iterator().next();
    Map<String, TensorInfo> outputs = new TreeMap<>(signature.getOutputsMap());
    String output = output(name, outputs, wantedOutput);
    requireFloat("input", input, inputs.get(input));
    requireFloat("output", output, outputs.get(output));
    return new ModelSignature(
        name, input, shape(inputs.get(input)), output, shape(outputs.get(output)));
  }

  private String output(String signature, Map<String, TensorInfo> outputs, String wanted) {
    if (outputs.containsKey(wanted)) {
      return wanted;
    }
    if (!wanted.isEmpty()) {
      throw invalid(
          "its signature %s has no output %s; it has %s",
          signature, wanted, describeTensors(outputs));
    }
    if (outputs.size() != 1) {
      throw invalid(
          "its signature %s has %d outputs (%s); name one, as in %s",
          signature,
          outputs.size(),
          describeTensors(outputs),
          outputs.isEmpty()
              ? "signature:output"
              : signature + ":" + outputs.keySet().iterator().next());
    }
    return outputs.keySet().iterator().next();
  }

  private void requireFloat(String kind, String name, TensorInfo tensor) {
    if (tensor.getDtype() != DataType.DT_FLOAT) {
      throw invalid("its %s %s is %s; DT_FLOAT is needed", kind, name, tensor.getDtype());
    }
  }

  private static String describe(Map<String, SignatureDef> signatures) {
    return listed(
        signatures.entrySet().stream()
            .map(
                signature ->
                    "%s (input %s -> output %s)"
                        .formatted(
                            signature.getKey(),
                            describeTensors(signature.getValue().getInputsMap()),
                            describeTensors(signature.getValue().getOutputsMap()))));
  }

  private static String describeTensors(Map<String, TensorInfo> tensors) {
    return listed(
        new TreeMap<>(tensors)
            .entrySet().stream()
                .map(t -> t.getKey() + " " + ModelSignature.text(shape(t.getValue()))));
  }

  private static String listed(Stream<String> names) {
    String text = names.collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }

  private static List<Long> shape(TensorInfo tensor) {
    TensorShapeProto shape = tensor.getTensorShape();
    return shape.getUnknownRank()
        ? List.of()
        : shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }

  private InputException invalid(String reason, Object... arguments) {
    return new InputException("Invalid model " + model + ": " + reason.formatted(arguments));
  }
}
