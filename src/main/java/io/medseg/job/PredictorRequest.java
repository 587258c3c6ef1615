package io.medseg.job;

import io.medseg.InputException;
import io.medseg.djl.SavedModelRecipe;
import io.medseg.model.ModelTrust;
import io.medseg.spark.TransformerRecipe;
import java.util.Objects;

/**
 * What is to predict.
 *
 * @param model SavedModel directory; null for the experiment's TEST_WEIGHT_PATH
 * @param trust whether the model's graph is looked over before it is loaded
 * @param tta flips as {@link io.medseg.model.Flips} reads them; null for none
 * @param transformer predicts instead of the model; null for the model
 */
record PredictorRequest(
    String model, String signature, ModelTrust trust, String tta, TransformerRecipe transformer) {
  /** The experiment's model. */
  static final PredictorRequest CONFIGURED =
      new PredictorRequest(
          null, SavedModelRecipe.DEFAULT_SIGNATURE, ModelTrust.CHECKED, null, null);

  PredictorRequest {
    if (transformer != null) {
      refuseWithTransformer("--model", model, null);
      refuseWithTransformer("--signature", signature, SavedModelRecipe.DEFAULT_SIGNATURE);
      refuseWithTransformer("--tta", tta, null);
    }
  }

  private static void refuseWithTransformer(String option, String given, String byDefault) {
    if (!Objects.equals(given, byDefault)) {
      throw new InputException(
          "Invalid %s: %s; with --predictor-transformer the model is the transformer's own, told by --predictor-param"
              .formatted(option, given));
    }
  }
}
