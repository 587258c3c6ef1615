package io.medseg.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import ai.djl.translate.NoopTranslator;
import io.medseg.InputException;
import io.medseg.model.Device;
import io.medseg.model.ModelSession;
import io.medseg.model.ModelSignature;
import io.medseg.model.SegmentationModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.proto.ConfigProto;

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
   * @param device where its session runs
   */
  static TensorFlowModel load(
      String name, Path directory, String tag, ModelSignature signature, Device device) {
    // Batches come from and go to Java's memory: the session itself moves them to its device.
    Model model = Model.newInstance(name, ai.djl.Device.cpu(), TensorFlowRuntime.ENGINE);
    try {
      model.load(
          directory,
          "saved_model.pb",
          Map.of(
              "Tags",
              new String[] {tag},
              "SignatureDefKey",
              signature.name(),
              "ConfigProto",
              sessionConfig(JavacppUtils.getSessionConfig(), device)));
      return new TensorFlowModel(name, model, signature);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new InputException("Cannot load model %s: %s".formatted(name, EngineMessage.of(e)), e);
    }
  }

  /**
   * DJL's own settings with inter-op threads that no other model uses: a model that never returns
   * would keep those that all share, and whoever comes after it would wait for ever. For a GPU also
   * memory that grows, and processors for what no GPU can do.
   */
  static ConfigProto sessionConfig(ConfigProto djl, Device device) {
    ConfigProto.Builder config = djl.toBuilder().setUsePerSessionThreads(true);
    if (device instanceof Device.Gpu) {
      config.setAllowSoftPlacement(true);
      config.getGpuOptionsBuilder().setAllowGrowth(true);
    }
    return config.build();
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
