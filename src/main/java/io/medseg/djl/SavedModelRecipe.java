package io.medseg.djl;

import io.medseg.InputException;
import io.medseg.model.Device;
import io.medseg.model.ModelLocation;
import io.medseg.model.ModelRecipe;
import io.medseg.model.ModelSignature;
import io.medseg.model.ModelTrust;
import io.medseg.model.SegmentationModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.tensorflow.proto.SavedModel;

/**
 * Loads a TensorFlow SavedModel, as Keras 3 writes it with {@code model.export} (not with {@code
 * tf.saved_model.save}, whose variables only Python finds again), Keras 2 and tf_keras with {@code
 * model.save}, or TensorFlow 1. It has one float32 input, N x the window x channels, and one
 * float32 output is used, N x the window x classes. Immutable; a value that travels.
 *
 * @param uri directory with saved_model.pb, on any Hadoop file system, with scheme and absolute
 *     path
 * @param fingerprint {@link io.medseg.model.ModelFingerprint} that the files must have wherever
 *     they are loaded
 * @param signature name of the signature; where it has several outputs, followed by a colon and the
 *     name of one
 * @param tag of the graph
 * @param threads of the JVMs that load it
 * @param trust whether its graph is looked over
 */
public record SavedModelRecipe(
    String uri,
    String fingerprint,
    String signature,
    String tag,
    ThreadBudget threads,
    ModelTrust trust)
    implements ModelRecipe {
  /** The signature that Keras writes. */
  public static final String DEFAULT_SIGNATURE = "serving_default";

  /** The tag that Keras writes. */
  public static final String DEFAULT_TAG = "serve";

  private static final String VARIABLES = "variables/variables.index";

  /** Checks that all is given. */
  public SavedModelRecipe {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(tag, "tag");
    Objects.requireNonNull(threads, "threads");
    Objects.requireNonNull(trust, "trust");
  }

  /**
   * A recipe for the files that are there now, with the default signature and tag, a task slot per
   * core, and no trust.
   *
   * @param uri any path that Hadoop reads
   * @throws InputException if it is no SavedModel directory
   */
  public static SavedModelRecipe of(String uri, Configuration hadoop) {
    ModelLocation location = new ModelLocation(uri).qualified(hadoop);
    return new SavedModelRecipe(
        location.uri(),
        location.fingerprint(hadoop),
        DEFAULT_SIGNATURE,
        DEFAULT_TAG,
        ThreadBudget.oneSlotPerCore(),
        ModelTrust.CHECKED);
  }

  /** With another signature, as in "predict", or output, as in "serving_default:mask". */
  public SavedModelRecipe withSignature(String other) {
    return new SavedModelRecipe(uri, fingerprint, other, tag, threads, trust);
  }

  /** With a graph of another tag. */
  public SavedModelRecipe withTag(String other) {
    return new SavedModelRecipe(uri, fingerprint, signature, other, threads, trust);
  }

  /** With the cores and slots of the executors. */
  public SavedModelRecipe withThreads(ThreadBudget other) {
    return new SavedModelRecipe(uri, fingerprint, signature, tag, other, trust);
  }

  /** With more or less trust. */
  public SavedModelRecipe withTrust(ModelTrust other) {
    return new SavedModelRecipe(uri, fingerprint, signature, tag, threads, other);
  }

  /**
   * Reads it from saved_model.pb; neither the engine nor its native library is needed. Whoever
   * wants to know what a model takes means to run it, so its graph is looked over here, on the
   * driver before the first scan and again wherever it is loaded.
   *
   * @throws InputException as {@link GraphCheck} says, or if there is no such signature
   */
  @Override
  public ModelSignature signature(Configuration hadoop) {
    ModelLocation location = new ModelLocation(uri);
    try (InputStream savedModel = location.openGraph(hadoop)) {
      SignatureReader reader = new SignatureReader(uri);
      SavedModel read = reader.parse(savedModel);
      if (trust == ModelTrust.CHECKED) {
        new GraphCheck(uri).check(read);
      }
      ModelSignature found = reader.read(read, tag, signature);
      // The engine loads a model without its values in silence, and fails at every batch.
      if (reader.restoresVariables(read, tag) && !location.holds(VARIABLES, hadoop)) {
        throw new InputException(
            "Cannot load model %s: its graph has variables, but there is no %s"
                .formatted(uri, VARIABLES));
      }
      return found;
    } catch (IOException e) {
      throw new InputException("Cannot load model %s: %s".formatted(uri, e.getMessage()), e);
    }
  }

  /** Another signature, output or graph of the same files gives other predictions. */
  @Override
  public String identity() {
    return fingerprint + " " + tag + " " + signature;
  }

  @Override
  public SegmentationModel load(Configuration hadoop, Device device) {
    Path directory = new ModelLocation(uri).onThisHost(fingerprint, hadoop);
    ModelSignature found = signature(hadoop);
    int number = TensorFlowRuntime.start(threads, device);
    if (number == 0) {
      return TensorFlowModel.load(uri, directory, tag, found, device);
    }
    try (PinnedModel pinned = PinnedModel.of(directory, number)) {
      return TensorFlowModel.load(uri, pinned.directory(), tag, found, device);
    }
  }
}
