package io.medseg.djl;

import io.medseg.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * A SavedModel whose operations are bound to one GPU, for as long as it takes to load it. A session
 * puts whatever names no device on the first GPU that the process sees; the only way to another one
 * is the graph itself. Operations without an implementation for GPUs stay on the processor, since
 * sessions place softly.
 */
final class PinnedModel implements AutoCloseable {
  private static final String GRAPH = "saved_model.pb";

  private final Path directory;

  private PinnedModel(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes the graph to a folder of its own, beside links to the model's other files.
   *
   * @param number of the GPU, as TensorFlow counts in this process
   */
  static PinnedModel of(Path model, int number) {
    try (InputStream bytes = Files.newInputStream(model.resolve(GRAPH));
        Stream<Path> files = Files.list(model)) {
      PinnedModel pinned = new PinnedModel(Files.createTempDirectory("medseg-pinned"));
      SavedModel bound = bind(SavedModel.parseFrom(bytes), "/device:GPU:" + number);
      Files.write(pinned.directory.resolve(GRAPH), bound.toByteArray());
      for (Path file : files.filter(file -> !file.endsWith(GRAPH)).toList()) {
        Files.createSymbolicLink(
            pinned.directory.resolve(file.getFileName().toString()), file.toAbsolutePath());
      }
      return pinned;
    } catch (IOException e) {
      throw new InputException(
          "Cannot load model %s for GPU %d: %s".formatted(model, number, e.getMessage()), e);
    }
  }

  /** The model with every operation that names no device bound to this one. */
  static SavedModel bind(SavedModel model, String device) {
    SavedModel.Builder bound = model.toBuilder();
    for (MetaGraphDef.Builder graph : bound.getMetaGraphsBuilderList()) {
      GraphDef.Builder operations = graph.getGraphDefBuilder();
      operations.getNodeBuilderList().forEach(node -> bind(node, device));
      for (FunctionDef.Builder function : operations.getLibraryBuilder().getFunctionBuilderList()) {
        function.getNodeDefBuilderList().forEach(node -> bind(node, device));
      }
    }
    return bound.build();
  }

  private static void bind(NodeDef.Builder node, String device) {
    if (node.getDevice().isEmpty()) {
      node.setDevice(device);
    }
  }

  /** Where to load it from. */
  Path directory() {
    return directory;
  }

  /** Removes the folder; a loaded model needs it no more. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot remove " + directory, e);
    }
  }
}
