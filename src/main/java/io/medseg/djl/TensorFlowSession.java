package io.medseg.djl;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import io.medseg.InputException;
import io.medseg.model.ModelSession;
import io.medseg.model.ModelSignature;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * One task's way through a model. Whatever the engine allocates for a batch belongs to a manager of
 * that batch and is freed with it; arrays made from the model's own manager would stay until the
 * model is closed. Buffers are kept from batch to batch. One thread.
 */
final class TensorFlowSession implements ModelSession {
  private final String model;
  private final ModelSignature signature;
  private final Predictor<NDList, NDList> predictor;
  private final NDManager manager;
  private final TensorBuffers buffers = new TensorBuffers();
  private boolean closed;

  TensorFlowSession(
      String model,
      ModelSignature signature,
      Predictor<NDList, NDList> predictor,
      NDManager manager) {
    this.model = model;
    this.signature = signature;
    this.predictor = predictor;
    this.manager = manager;
  }

  @Override
  public Tensor predict(Tensor batch) {
    if (closed) {
      throw new IllegalStateException("Session of model " + model + " is closed");
    }
    requireFit(batch.shape());
    Shape fed = padded(batch.shape());
    try (NDManager own = manager.newSubManager()) {
      NDArray input = buffers.toEngine(batch, fed, own);
      NDArray output = chosen(predictor.predict(new NDList(input)));
      Shape shape = outputShape(batch.shape(), fed, output.getShape().getShape());
      return buffers.fromEngine(output, shape);
    } catch (TranslateException e) {
      throw new InputException(
          ("Cannot run model %s on a batch of shape %s: its input %s is %s,"
                  + " its output %s is %s; TensorFlow says: %s")
              .formatted(
                  model,
                  text(batch.shape()),
                  signature.input(),
                  ModelSignature.text(signature.inputShape()),
                  signature.output(),
                  ModelSignature.text(signature.outputShape()),
                  EngineMessage.of(e)),
          e);
    }
  }

  private void requireFit(Shape batch) {
    List<Long> wanted = signature.inputShape();
    boolean fits = wanted.isEmpty() || wanted.size() == batch.rank();
    for (int axis = 0; fits && axis < wanted.size(); axis++) {
      long length = wanted.get(axis);
      fits = length < 0 || (axis == 0 ? batch.get(0) <= length : batch.get(axis) == length);
    }
    if (!fits || batch.rank() < 2 || batch.elements() == 0) {
      throw new InputException(
          "Cannot run model %s on a batch of shape %s: its input %s is %s"
              .formatted(model, text(batch), signature.input(), ModelSignature.text(wanted)));
    }
  }

  /** A model of a fixed batch size gets the last, smaller batch of a scan filled up with zeros. */
  private Shape padded(Shape batch) {
    int[] lengths = batch.toArray();
    if (signature.fixedBatchSize() > 0) {
      lengths[0] = Math.toIntExact(signature.fixedBatchSize());
    }
    return Shape.of(lengths);
  }

  private NDArray chosen(NDList outputs) {
    for (NDArray output : outputs) {
      if (signature.output().equals(output.getName())) {
        return output;
      }
    }
    throw new IllegalStateException(
        "Model %s gave no output %s".formatted(model, signature.output()));
  }

  /** The engine's shape without the elements that only fill up. */
  private Shape outputShape(Shape batch, Shape fed, long[] found) {
    if (found.length < 2 || found[0] != fed.get(0)) {
      throw new InputException(
          ("Invalid model %s: for a batch of shape %s its output %s has the shape %s;"
                  + " axis 0 must be N")
              .formatted(model, text(fed), signature.output(), ModelSignature.text(found)));
    }
    int[] lengths = Arrays.stream(found).mapToInt(Math::toIntExact).toArray();
    lengths[0] = batch.get(0);
    return Shape.of(lengths);
  }

  private static String text(Shape shape) {
    return ModelSignature.text(Arrays.stream(shape.toArray()).asLongStream().toArray());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      predictor.close();
      manager.close();
    }
  }
}
