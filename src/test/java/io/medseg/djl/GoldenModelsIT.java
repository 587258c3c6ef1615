package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.medseg.GoldenFolder;
import io.medseg.model.Device;
import io.medseg.model.ModelSession;
import io.medseg.model.ModelSignature;
import io.medseg.model.SegmentationModel;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every model of the golden folder against its weights computed in Java. */
@Tag("golden")
class GoldenModelsIT {
  @TestFactory
  Stream<DynamicTest> everyModelGivesWhatItsWeightsGive() throws IOException {
    Path models = GoldenFolder.root().resolve("models");
    List<Path> weights;
    try (Stream<Path> files = Files.list(models)) {
      weights = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(weights).isNotEmpty();
    return weights.stream().map(json -> dynamicTest(name(json), () -> compare(json)));
  }

  private static String name(Path json) {
    return json.getFileName().toString().replace(".json", "");
  }

  private static void compare(Path json) throws IOException {
    GoldenConvolution expected = GoldenConvolution.read(json);
    Configuration hadoop = new Configuration();
    String uri = json.resolveSibling(name(json)).toString();
    try (SegmentationModel model = SavedModelRecipe.of(uri, hadoop).load(hadoop, Device.CPU);
        ModelSession session = model.newSession()) {
      Tensor batch = batch(model.signature(), expected, new Random(7));

      Tensor found = session.predict(batch);

      Tensor wanted = expected.predict(batch);
      assertThat(found.shape()).isEqualTo(wanted.shape());
      for (int i = 0; i < wanted.shape().elements(); i++) {
        assertThat(found.data()[i]).as("value %d", i).isCloseTo(wanted.data()[i], within(1e-6f));
      }
    }
  }

  /** Multiples of 1/16, whose products with the weights are exact whatever the order of sums. */
  private static Tensor batch(ModelSignature signature, GoldenConvolution expected, Random random) {
    int[] lengths = {3, 11, 9, 7, 0};
    int[] shape = new int[expected.rank() + 2];
    for (int axis = 0; axis < shape.length - 1; axis++) {
      long length = signature.inputShape().isEmpty() ? -1 : signature.inputShape().get(axis);
      shape[axis] = length < 0 ? lengths[axis] : (int) length;
    }
    shape[shape.length - 1] = expected.inputs();
    Tensor batch = Tensor.zeros(Shape.of(shape));
    for (int i = 0; i < batch.data().length; i++) {
      batch.data()[i] = (random.nextInt(65) - 32) / 16f;
    }
    return batch;
  }
}
