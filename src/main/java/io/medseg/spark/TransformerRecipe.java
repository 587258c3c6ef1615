package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.djl.ThreadBudget;
import io.medseg.model.Device;
import io.medseg.model.ModelRecipe;
import io.medseg.model.ModelSignature;
import io.medseg.model.SegmentationModel;
import io.medseg.text.Sha256;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Transformer;

/**
 * A Spark ML transformer in the place of the built-in model: it maps a binary column of elements,
 * encoded as DJL's NDList, to a binary column of predictions. Nothing is known of it before its
 * first prediction, so its signature fits everything. A value that travels; equal ones predict
 * alike.
 *
 * @param className of a class with a public constructor without arguments
 * @param params by ascending name
 * @param threads of the JVMs in which it runs TensorFlow
 */
public record TransformerRecipe(String className, List<PredictorParam> params, ThreadBudget threads)
    implements ModelRecipe {
  /**
   * Sorts and copies the params.
   *
   * @throws InputException if one is given twice
   */
  public TransformerRecipe {
    params = params.stream().sorted(Comparator.comparing(PredictorParam::name)).toList();
    Set<String> names = new HashSet<>();
    for (PredictorParam param : params) {
      if (!names.add(param.name())) {
        throw new InputException(
            "Invalid %s: %s is given twice".formatted(PredictorParam.OPTION, param.name()));
      }
    }
  }

  /** With the cores and slots of the executors. */
  public TransformerRecipe withThreads(ThreadBudget other) {
    return new TransformerRecipe(className, params, other);
  }

  /**
   * Refuses what would fail before the first prediction; nothing runs for it.
   *
   * @throws InputException if the class, a param or a value cannot be used
   */
  public void check() {
    open().checkColumns();
  }

  /** Makes the transformer and sets its params. */
  PredictorTransformer open() {
    Transformer transformer = instance();
    try {
      return PredictorTransformer.of(this, transformer);
    } catch (LinkageError e) {
      throw new TransformerComplaint(className, List.of()).refusal(e);
    }
  }

  /** The text of a param; null if it is not given. */
  String param(String name) {
    return params.stream()
        .filter(param -> param.name().equals(name))
        .map(PredictorParam::value)
        .findFirst()
        .orElse(null);
  }

  /** The params with nothing secret in them, by name, for results. */
  public Map<String, String> shownParams() {
    Map<String, String> shown = new TreeMap<>();
    params.forEach(param -> shown.put(param.name(), param.shown()));
    return shown;
  }

  /** Where spark-submit puts what --jars and --packages name. */
  static ClassLoader classLoader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader == null ? TransformerRecipe.class.getClassLoader() : loader;
  }

  private Transformer instance() {
    try {
      Class<?> found = Class.forName(className, true, classLoader());
      if (!Transformer.class.isAssignableFrom(found)) {
        throw new InputException(
            "Invalid --predictor-transformer: class %s is no %s"
                .formatted(className, Transformer.class.getName()));
      }
      return (Transformer) found.getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InputException(noInstance(e), e);
    }
  }

  private String noInstance(Throwable e) {
    if (OtherBuild.advice(e).isPresent()) {
      return new TransformerComplaint(className, List.of()).message(e);
    }
    if (e instanceof ClassNotFoundException || e instanceof NoClassDefFoundError) {
      return ("Cannot find class %s of --predictor-transformer: %s is not on the class path; give"
              + " its package with --packages or its jar with --jars, before the --")
          .formatted(className, missing(e));
    }
    return "Cannot create --predictor-transformer %s by a public constructor (): %s"
        .formatted(className, TransformerComplaint.innermost(e));
  }

  /** The class itself, or one that it needs. */
  private String missing(Throwable notFound) {
    String missing = String.valueOf(notFound.getMessage()).replace('/', '.');
    return missing.equals(className) ? "it" : missing;
  }

  /** Any shape fits. */
  @Override
  public ModelSignature signature(Configuration hadoop) {
    return new ModelSignature("transformer", "elements", List.of(), "predictions", List.of());
  }

  /** It is a stage of Spark's own, not a model in a task. */
  @Override
  public SegmentationModel load(Configuration hadoop, Device device) {
    throw new IllegalStateException("A predictor transformer is no model to load: " + className);
  }

  /**
   * SHA-256 of class and params. What a secret is does not change what is predicted, so of those
   * only the names count. What lies where a param points to is not looked at.
   */
  @Override
  public String fingerprint() {
    StringBuilder text = new StringBuilder(className).append('\n');
    for (PredictorParam param : params) {
      text.append(param.name()).append('=').append(param.isSecret() ? "" : param.value());
      text.append('\n');
    }
    return Sha256.of(text.toString());
  }
}
