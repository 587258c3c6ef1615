package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.djl.SavedModelRecipe;
import io.medseg.experiment.Parity;
import io.medseg.model.Device;
import io.medseg.model.LoadedModels;
import io.medseg.model.ModelSession;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded inference again with the recorded models run by TensorFlow, where {@link
 * GoldenLoaderTest} computes them in Java: loader and engine together give the predictions that
 * MedSegPy gave, within 1e-6.
 */
@Tag("golden")
class GoldenTensorFlowIT {

  @TestFactory
  Stream<DynamicTest> givesWhatTheReferenceGave() {
    List<GoldenVariant> variants =
        GoldenVariant.all().stream().filter(variant -> !variant.kind().equals("batches")).toList();
    assertThat(variants).extracting(GoldenVariant::kind).contains("inference");
    return variants.stream()
        .flatMap(
            variant ->
                Stream.of(Parity.values())
                    .map(
                        parity ->
                            DynamicTest.dynamicTest(
                                variant + ", parity " + parity,
                                () ->
                                    new GoldenInference(
                                            variant, parity, GoldenTensorFlowIT::session)
                                        .check())));
  }

  /** A session of the SavedModel that lies beside the weights. */
  private static ModelSession session(Path weights) {
    Configuration hadoop = new Configuration();
    String directory = weights.toString().replace(".json", "");
    return LoadedModels.get(SavedModelRecipe.of(directory, hadoop), Device.CPU, hadoop)
        .newSession();
  }
}
