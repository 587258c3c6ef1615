package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medseg.InputException;
import io.medseg.model.Device;
import io.medseg.model.LoadedModels;
import io.medseg.model.ModelSession;
import io.medseg.model.SegmentationModel;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real engine on a model made here: sessions, threads, memory, errors. */
class TensorFlowModelIT {
  private static final long[] ANY = {-1, -1, -1, 1};

  private final Configuration hadoop = new Configuration();

  @TempDir Path folder;

  @AfterEach
  void closeModels() {
    LoadedModels.closeAll();
  }

  @Test
  void givesWhatItsWeightsGiveAndUsesItsBuffersAgain() throws Exception {
    ConvolutionModel convolution = new ConvolutionModel(ANY);
    try (ModelSession session = model(recipe(convolution, ANY)).newSession()) {
      Tensor large = session.predict(batch(3, 17, 15));
      Tensor small = session.predict(batch(2, 8, 9));

      assertThat(small.data()).isSameAs(large.data());
      assertClose(small, convolution.expected().predict(batch(2, 8, 9)));
    }
  }

  @Test
  void djlIsOfflineAndSilentBeforeItsEngineClassLoads() throws Exception {
    model(recipe(new ConvolutionModel(ANY), ANY));
    assertThat(RecordingEngineProvider.optOutTracking).isEqualTo("true");
    assertThat(RecordingEngineProvider.offline).isEqualTo("true");
  }

  @Test
  void aSecondRecipeOfTheSameFilesIsTheSameModel() throws Exception {
    SavedModelRecipe recipe = recipe(new ConvolutionModel(ANY), ANY);
    SavedModelRecipe again = SavedModelRecipe.of(recipe.uri(), hadoop);
    assertThat(model(again)).isSameAs(model(recipe));
  }

  @Test
  void twoThreadsGiveTheBitsOfOne() throws Exception {
    SegmentationModel model = model(recipe(new ConvolutionModel(ANY), ANY));
    int batches = 20;
    List<float[]> alone = predictAll(model, batches);
    CyclicBarrier start = new CyclicBarrier(2);
    Callable<List<float[]>> task =
        () -> {
          start.await();
          return predictAll(model, batches);
        };
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (Future<List<float[]>> together : pool.invokeAll(List.of(task, task))) {
        for (int i = 0; i < batches; i++) {
          assertThat(together.get().get(i)).as("batch %d", i).isEqualTo(alone.get(i));
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<float[]> predictAll(SegmentationModel model, int batches) {
    List<float[]> outputs = new ArrayList<>();
    try (ModelSession session = model.newSession()) {
      for (int i = 0; i < batches; i++) {
        outputs.add(values(session.predict(batch(1 + i % 4, 31, 33 + i))));
      }
    }
    return outputs;
  }

  @Test
  void everyBatchSizeGivesTheSameBits() throws Exception {
    int items = 60; // divided by every batch size from 1 to 5
    int height = 24;
    int width = 20;
    Tensor all = batch(items, height, width);
    float[] single = null;
    try (ModelSession session = model(recipe(new ConvolutionModel(ANY), ANY)).newSession()) {
      for (int size = 1; size <= 5; size++) {
        float[] outputs = new float[items * height * width * 4];
        int item = height * width;
        for (int from = 0; from < items; from += size) {
          float[] part = Arrays.copyOfRange(all.data(), from * item, (from + size) * item);
          Tensor output = session.predict(new Tensor(Shape.of(size, height, width, 1), part));
          System.arraycopy(output.data(), 0, outputs, from * item * 4, size * item * 4);
        }
        single = size == 1 ? outputs : single;
        assertThat(outputs).as("batch size %d", size).isEqualTo(single);
      }
    }
  }

  @Test
  void memoryDoesNotGrow() throws Exception {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.isReadable(status), "there is no " + status + " on this system");
    Tensor batch = batch(4, 256, 256);
    SegmentationModel model = model(recipe(new ConvolutionModel(ANY), ANY));
    long after50 = 0;
    try (ModelSession session = model.newSession()) {
      for (int i = 0; i < 250; i++) {
        after50 = i == 50 ? residentMegabytes(status) : after50;
        session.predict(batch);
      }
    }
    // One MB goes in and four come out per batch: a leak would be 1000 MB.
    assertThat(residentMegabytes(status) - after50).isLessThan(200);
  }

  private static long residentMegabytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNamedOutputIsTaken() throws Exception {
    ConvolutionModel convolution = new ConvolutionModel(ANY);
    SavedModelRecipe recipe = recipe(convolution, ANY).withSignature("all:logits");
    try (ModelSession session = model(recipe).newSession()) {
      Tensor logits = session.predict(batch(2, 6, 5));
      Tensor probabilities = convolution.expected().predict(batch(2, 6, 5));
      for (int i = 0; i < probabilities.shape().elements(); i++) {
        double sigmoid = 1 / (1 + Math.exp(-logits.data()[i]));
        assertThat(sigmoid).isCloseTo(probabilities.data()[i], within(1e-6));
      }
    }
  }

  @Test
  void aFixedBatchSizeIsFilledUp() throws Exception {
    ConvolutionModel convolution = new ConvolutionModel(4, 9, 7, 1);
    try (ModelSession session = model(recipe(convolution, 4, 9, 7, 1)).newSession()) {
      session.predict(batch(4, 9, 7));
      Tensor last = session.predict(batch(3, 9, 7));

      assertThat(last.shape()).isEqualTo(Shape.of(3, 9, 7, 4));
      assertClose(last, convolution.expected().predict(batch(3, 9, 7)));
      assertThatThrownBy(() -> session.predict(batch(5, 9, 7)))
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith(" on a batch of shape (5, 9, 7, 1): its input x is (4, 9, 7, 1)");
    }
  }

  @Test
  void aBatchOfAnotherShapeIsRefused() throws Exception {
    SavedModelRecipe recipe = recipe(new ConvolutionModel(ANY), -1, 64, 64, 1);
    try (ModelSession session = model(recipe).newSession()) {
      for (int[] shape : new int[][] {{2, 32, 64, 1}, {2, 64, 64}, {0, 64, 64, 1}}) {
        assertThatThrownBy(() -> session.predict(Tensor.zeros(Shape.of(shape))))
            .isInstanceOf(InputException.class)
            .hasMessage(
                "Cannot run model "
                    + recipe.uri()
                    + " on a batch of shape "
                    + Arrays.toString(shape).replace('[', '(').replace(']', ')')
                    + ": its input x is (any, 64, 64, 1)");
      }
    }
  }

  @Test
  void whatTheEngineRefusesIsToldWithBothShapes() throws Exception {
    SavedModelRecipe recipe = recipe(new ConvolutionModel(-1, 8, 8, 1), ANY);
    try (ModelSession session = model(recipe).newSession()) {
      assertThatThrownBy(() -> session.predict(batch(2, 7, 8)))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(
              "Cannot run model "
                  + recipe.uri()
                  + " on a batch of shape (2, 7, 8, 1): its input x is (any, any, any, 1), its"
                  + " output probabilities is (any, any, any, 4); TensorFlow says: ")
          .hasMessageContaining("[2,7,8,1]")
          .hasMessageContaining("[?,8,8,1]");
      assertThat(session.predict(batch(2, 8, 8)).shape()).isEqualTo(Shape.of(2, 8, 8, 4));
    }
  }

  @Test
  void aGraphThatDoesNotLoadIsRefused() throws Exception {
    SavedModelRecipe recipe =
        SavedModelRecipe.of(
            SavedModels.write(
                    folder.resolve("empty"),
                    SavedModels.model(
                        java.util.Map.of(
                            "serving_default",
                            SavedModels.signature(
                                java.util.Map.of("x", SavedModels.floats(-1, 8, 8, 1)),
                                java.util.Map.of("y", SavedModels.floats(-1, 8, 8, 2))))))
                .toString(),
            hadoop);
    assertThatThrownBy(() -> recipe.load(hadoop, Device.CPU))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot load model " + recipe.uri() + ": ");
  }

  @Test
  void whatIsClosedIsNotUsed() throws Exception {
    SegmentationModel model = recipe(new ConvolutionModel(ANY), ANY).load(hadoop, Device.CPU);
    ModelSession session = model.newSession();
    session.close();
    session.close();
    assertThatThrownBy(() -> session.predict(batch(1, 8, 8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(" is closed");
    model.close();
    model.close();
    assertThatThrownBy(model::newSession)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(" is closed");
  }

  private SegmentationModel model(SavedModelRecipe recipe) {
    return LoadedModels.get(recipe, Device.CPU, hadoop);
  }

  private SavedModelRecipe recipe(ConvolutionModel convolution, long... declared)
      throws IOException {
    Path directory = SavedModels.write(folder.resolve("model"), convolution.toProto(declared));
    return SavedModelRecipe.of(directory.toString(), hadoop);
  }

  private static Tensor batch(int items, int height, int width) {
    Tensor batch = Tensor.zeros(Shape.of(items, height, width, 1));
    Random random = new Random(31L * items + 7L * height + width);
    for (int i = 0; i < batch.data().length; i++) {
      batch.data()[i] = (float) random.nextGaussian();
    }
    return batch;
  }

  private static float[] values(Tensor tensor) {
    return Arrays.copyOf(tensor.data(), (int) tensor.shape().elements());
  }

  private static void assertClose(Tensor found, Tensor wanted) {
    assertThat(found.shape()).isEqualTo(wanted.shape());
    for (int i = 0; i < wanted.shape().elements(); i++) {
      assertThat(found.data()[i]).as("value %d", i).isCloseTo(wanted.data()[i], within(1e-6f));
    }
  }
}
