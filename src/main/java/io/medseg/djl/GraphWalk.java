package io.medseg.djl;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Finds what of a graph runs when something of it is asked for: the operations that it depends on,
 * and all operations of the functions that those call.
 */
final class GraphWalk {
  /** Collections that name what TensorFlow runs while it loads a model. */
  private static final Set<String> INITIALISERS =
      Set.of("saved_model_main_op", "legacy_init_op", "init_op", "table_initializer");

  private final MetaGraphDef graph;
  private final Map<String, NodeDef> operations = new HashMap<>();
  private final Map<String, FunctionDef> functions = new HashMap<>();

  GraphWalk(MetaGraphDef graph) {
    this.graph = graph;
    graph.getGraphDef().getNodeList().forEach(node -> operations.put(node.getName(), node));
    graph
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
  }

  /** What runs for the outputs of any signature, and to initialise the model. */
  Set<NodeDef> served() {
    Stream<String> outputs =
        graph.getSignatureDefMap().values().stream()
            .map(SignatureDef::getOutputsMap)
            .flatMap(map -> map.values().stream())
            .flatMap(GraphWalk::tensors);
    Stream<String> initialisers =
        graph.getCollectionDefMap().entrySet().stream()
            .filter(collection -> INITIALISERS.contains(collection.getKey()))
            .map(Map.Entry::getValue)
            .map(CollectionDef::getNodeList)
            .flatMap(list -> list.getValueList().stream());
    return from(Stream.concat(outputs, initialisers).toList());
  }

  /** What runs to read the model's variables. */
  Set<NodeDef> restored() {
    return from(List.of(graph.getSaverDef().getRestoreOpName()));
  }

  private static Stream<String> tensors(TensorInfo tensor) {
    return Stream.concat(
        Stream.of(
            tensor.getName(),
            tensor.getCooSparse().getValuesTensorName(),
            tensor.getCooSparse().getIndicesTensorName(),
            tensor.getCooSparse().getDenseShapeTensorName()),
        tensor.getCompositeTensor().getComponentsList().stream().flatMap(GraphWalk::tensors));
  }

  private Set<NodeDef> from(List<String> names) {
    // By identity: an operation may hold megabytes of constants.
    Set<NodeDef> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> called = new HashSet<>();
    Deque<NodeDef> open = new ArrayDeque<>();
    names.forEach(name -> open(name, open));
    while (!open.isEmpty()) {
      NodeDef operation = open.remove();
      if (found.add(operation)) {
        operation.getInputList().forEach(input -> open(input, open));
        calls(operation)
            .filter(called::add)
            .map(functions::get)
            .forEach(function -> open.addAll(function.getNodeDefList()));
      }
    }
    return found;
  }

  /** Inside functions inputs name operations of the function, all of which are looked at anyway. */
  private void open(String input, Deque<NodeDef> open) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    NodeDef operation = operations.get(colon < 0 ? name : name.substring(0, colon));
    if (operation != null) {
      open.add(operation);
    }
  }

  /** Functions of the library that an operation names, be it as its kind or in an attribute. */
  private Stream<String> calls(NodeDef operation) {
    Stream<String> attributes =
        operation.getAttrMap().values().stream().flatMap(GraphWalk::functions);
    return Stream.concat(Stream.of(operation.getOp()), attributes).filter(functions::containsKey);
  }

  private static Stream<String> functions(AttrValue value) {
    return Stream.concat(
        Stream.of(value.getFunc().getName()),
        value.getList().getFuncList().stream().map(function -> function.getName()));
  }
}
