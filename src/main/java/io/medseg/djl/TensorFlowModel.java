package io.medseg.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.translate.NoopTranslator;
import io.medseg.InputException;
import io.medseg.model.ModelSession;
import io.medseg.model.ModelSignature;
import io.medseg.model.SegmentationModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A SavedModel in DJL's TensorFlow engine. Safe for many threads, each with its own session; the
 * sessions are closed before the model.
 */
final class TensorFlowModel implements SegmentationModel {
  private final String name;
  private final Model model;
  private final ModelSignature signature;
  private boolean closed;

  private TensorFlowModel(String name, Model model, ModelSignature signature) {
    this.name = name;
    this.model = model;
    this.signature = signature;
  }

  /**
   * Loads it; the runtime has been started.
   *
   * @param name as messages call it
   * @param signature one that the graph is known to have
   */
  static TensorFlowModel load(String name, Path directory, String tag, ModelSignature signature) {
    Model model = Model.newInstance(name, TensorFlowRuntime.ENGINE);
    try {
      model.load(
          directory,
          "saved_model.pb",
          Map.of("Tags", new String[] {tag}, "SignatureDefKey", signature.name()));
      return new TensorFlowModel(name, model, signature);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new InputException("Cannot load model %s: %s".formatted(name, EngineMessage.of(e)), e);
    }
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public synchronized ModelSession newSession() {
    if (closed) {
      throw new IllegalStateException("Model " + name + " is closed");
    }
    return new TensorFlowSession(
        name,
        signature,
        model.newPredictor(new NoopTranslator()),
        model.getNDManager().newSubManager());
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      model.close();
    }
  }
}
