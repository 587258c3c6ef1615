package io.medseg.job;

import io.medseg.InputException;
import io.medseg.djl.ThreadBudget;
import io.medseg.spark.PredictorParam;
import io.medseg.spark.TransformerRecipe;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a Spark ML transformer that predicts in the place of the built-in model. */
final class PredictorOptions {
  @Option(
      names = "--predictor-transformer",
      paramLabel = "CLASS",
      description =
          "a Spark ML Transformer that predicts instead of --model: binary column of NDList elements in, binary"
              + " column of NDList predictions out, as ai.djl.spark.task.binary.BinaryPredictor; see docs/transformer.md")
  private String transformer;

  @Option(
      names = "--predictor-param",
      paramLabel = "NAME=VALUE",
      description =
          "a param of --predictor-transformer, as in modelUrl=file:///model; may be given several times")
  private List<String> params = new ArrayList<>();

  /**
   * The transformer; null if none is asked for.
   *
   * @throws InputException if params are given without one, or cannot be read
   */
  TransformerRecipe recipe() {
    if (transformer == null) {
      if (!params.isEmpty()) {
        throw new InputException(
            "Invalid %s: params are those of a --predictor-transformer, which is not given"
                .formatted(PredictorParam.parse(params.get(0))));
      }
      return null;
    }
    if (transformer.isBlank()) {
      throw new InputException("Invalid --predictor-transformer: it is empty");
    }
    List<PredictorParam> parsed = params.stream().map(PredictorParam::parse).toList();
    return new TransformerRecipe(transformer.strip(), parsed, ThreadBudget.oneSlotPerCore());
  }
}
