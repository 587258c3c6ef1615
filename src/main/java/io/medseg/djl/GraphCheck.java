package io.medseg.djl;

import io.medseg.InputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * Refuses a model whose graph holds {@link RiskyOperation risky operations}, in any of its graphs
 * and functions, whether they would run or not.
 *
 * <p>Every SavedModel holds operations that save and restore its variables. Saving is never run
 * here, and restoring only while the model is loaded, from the file that TensorFlow names: they are
 * let through there, and refused where they would run otherwise, as part of a signature, of the
 * initialisation, or (what saves) of the restoring. A file that restoring itself names by a
 * constant is read as a checkpoint, whose format is its own; that is let through.
 *
 * @param model as messages call it
 */
record GraphCheck(String model) {
  private static final Set<String> SAVE =
      Set.of("Save", "SaveSlices", "SaveV2", "MergeV2Checkpoints");
  private static final Set<String> RESTORE = Set.of("Restore", "RestoreSlice", "RestoreV2");
  private static final int SHOWN = 8;

  /**
   * Looks a model over.
   *
   * @throws InputException naming the operations, where they are and what they do
   */
  void check(SavedModel savedModel) {
    Set<String> found = new LinkedHashSet<>();
    for (MetaGraphDef graph : savedModel.getMetaGraphsList()) {
      found.addAll(everywhere(graph));
      found.addAll(misplaced(graph));
    }
    if (!found.isEmpty()) {
      throw new InputException(
          "Cannot load model %s: its graph holds operations that could do harm: %s; give --trust-model if you trust whoever made it"
              .formatted(model, listed(found)));
    }
  }

  private static List<String> everywhere(MetaGraphDef graph) {
    List<String> found = new ArrayList<>();
    graph.getGraphDef().getNodeList().forEach(node -> add(found, node, "the graph"));
    for (FunctionDef function : graph.getGraphDef().getLibrary().getFunctionList()) {
      String where = "function " + function.getSignature().getName();
      function.getNodeDefList().forEach(node -> add(found, node, where));
    }
    return found;
  }

  private static void add(List<String> found, NodeDef operation, String where) {
    Optional<String> harm = RiskyOperation.of(operation);
    harm.ifPresent(words -> found.add(described(operation, where + ", " + words)));
  }

  private static List<String> misplaced(MetaGraphDef graph) {
    GraphWalk walk = new GraphWalk(graph);
    List<String> found = new ArrayList<>();
    for (NodeDef operation : walk.served()) {
      if (SAVE.contains(operation.getOp()) || RESTORE.contains(operation.getOp())) {
        found.add(described(operation, "run when the model is used"));
      }
    }
    for (NodeDef operation : walk.restored()) {
      if (SAVE.contains(operation.getOp())) {
        found.add(described(operation, "writes files when the model is loaded"));
      }
    }
    return found.stream().sorted().toList();
  }

  private static String described(NodeDef operation, String words) {
    return "%s (%s, %s)".formatted(operation.getOp(), operation.getName(), words);
  }

  private static String listed(Set<String> found) {
    String shown = String.join(", ", found.stream().limit(SHOWN).toList());
    int more = found.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
