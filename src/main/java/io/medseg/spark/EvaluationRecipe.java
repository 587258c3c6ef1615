package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.evaluation.Background;
import io.medseg.evaluation.Decision;
import io.medseg.evaluation.Evaluators;
import io.medseg.experiment.Experiment;
import io.medseg.ledger.RunKey;
import io.medseg.loader.DataLoader;
import io.medseg.loader.LoaderRecipe;
import io.medseg.metric.Metrics;
import io.medseg.model.Flips;
import io.medseg.model.ModelCheck;
import io.medseg.model.ModelLayout;
import io.medseg.model.ModelRecipe;
import io.medseg.model.ModelSession;
import io.medseg.model.ModelSignature;
import io.medseg.model.SegmentationModel;
import io.medseg.postprocess.PostProcessing;
import io.medseg.text.Sha256;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * How to evaluate a scan: a value that travels to executors, where loader, reader and model are
 * opened.
 *
 * @param modelName how messages call the model
 * @param flips mirror images of a batch to average over
 * @param postProcessing what changes labels before they are scored
 * @param delivery what is made of the labels
 */
public record EvaluationRecipe(
    Experiment experiment,
    Dataset dataset,
    ModelRecipe model,
    String modelName,
    Flips flips,
    PostProcessing postProcessing,
    Delivery delivery)
    implements Serializable {
  /** Masks credentials in the name of the model. */
  public EvaluationRecipe {
    modelName = Secrets.masked(modelName);
  }

  /** To be raised when the same inputs give other results: earlier entries of a ledger end then. */
  private static final String RESULTS = "3";

  /** Plain predictions, labels as they are decided. */
  public EvaluationRecipe(
      Experiment experiment, Dataset dataset, ModelRecipe model, String modelName) {
    this(experiment, dataset, model, modelName, Flips.NONE, PostProcessing.NONE, Delivery.SCORES);
  }

  /**
   * Refuses settings with which no scan could be evaluated.
   *
   * @throws io.medseg.InputException naming the setting
   */
  public void checkSettings() {
    DataLoader opened = loader().open();
    if (delivery.scoring() == Delivery.Scoring.WITH_TRUTH) {
      opened.checkTruth();
    }
    delivery.writers();
    layout();
    decision();
    background();
    experiment.testBatchSize();
    Metrics.create(experiment.testMetrics());
    Evaluators.create(dataset.evaluator());
  }

  /** What results depend on beside their scans. */
  public RunKey key() {
    String asked = model.identity() + "\n" + flips;
    String configured =
        String.join(
            "\n",
            RESULTS,
            experiment.parity().toString(),
            experiment.resolved().toString(),
            String.valueOf(dataset.spacing()),
            dataset.evaluator(),
            postProcessing.texts().toString(),
            delivery.identity(),
            dataset.orientation() + " " + dataset.affine());
    return new RunKey(Sha256.of(asked), Sha256.of(configured));
  }

  /**
   * Refuses a dataset if the loader is for none of its scans.
   *
   * @throws io.medseg.InputException what the loader says of the first
   */
  public void checkScans(List<Scan> scans) {
    DataLoader opened = loader().open();
    InputException first = null;
    for (Scan scan : scans) {
      try {
        opened.check(scan);
        return;
      } catch (InputException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** The scan as far as it has to be read: masks only where they are compared. */
  Scan wanted(Scan scan) {
    return delivery.scoring() == Delivery.Scoring.WITH_TRUTH ? scan : scan.withoutMasks();
  }

  /** How to make the data loader. */
  LoaderRecipe loader() {
    return new LoaderRecipe(experiment);
  }

  /** How probabilities become labels: the second entry of LOSS. */
  Decision decision() {
    return Decision.valueOf(experiment.activation().toUpperCase(Locale.ROOT));
  }

  /** Whether the model predicts the background as a class of its own. */
  Background background() {
    return experiment.includeBackground() ? Background.FIRST_CHANNEL : Background.ABSENT;
  }

  /**
   * Compares the model with what the experiment gives it.
   *
   * @throws io.medseg.InputException if they do not fit; the message shows both
   */
  void checkModel(ScanHeader scan, ModelSignature signature) {
    DataLoader opened = loader().open();
    // Refuses preprocessing behind which predictions cannot be put back.
    opened.gatherer(scan, block -> {});
    int classes = opened.outputClasses();
    ModelCheck.Background background =
        experiment.includeBackground()
            ? ModelCheck.Background.INCLUDED
            : ModelCheck.Background.LEFT_OUT;
    String given = layout() == ModelLayout.NHWC ? "IMG_SIZE" : "IMG_SIZE, INPUT_LAYOUT " + layout();
    new ModelCheck(
            opened.inputShape(scan),
            given,
            experiment.testBatchSize(),
            classes,
            background,
            layout())
        .check(modelName, signature);
    flips.check(modelName, signature);
  }

  /** A session of the model, which this JVM has loaded, with channels last in its batches. */
  ModelSession session(SegmentationModel loaded) {
    return flips.over(layout().channelsLast(loaded.newSession()));
  }

  /** Where the model has its channels. */
  ModelLayout layout() {
    return ModelLayout.named(experiment.inputLayout());
  }
}
