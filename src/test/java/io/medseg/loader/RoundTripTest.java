package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.ScanData;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import io.medseg.volume.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random volumes through random windows and back: loaders, grids, blendings, pads, strides, slice
 * axes and flips are drawn anew each time.
 */
class RoundTripTest {
  private static final int TRIALS = 1000;
  private static final String[] GRIDS = {"cover", "nnunet", "monai"};
  private static final String[] BLENDINGS = {"last", "average", "gaussian", "hann", "crop"};
  private static final String[] PADS = {"edge", "constant", "reflect", "symmetric", "wrap"};

  private final Random random = new Random(77);

  /** Crops, pads and flips undo each other, and blending of equal values changes no bit. */
  @Test
  void whatAnIdentityPredictsIsTheVolume() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Trial drawn = draw();
      ScanData scan =
          TestScans.random("s", drawn.shape[0], drawn.shape[1], drawn.shape[2], 1, trial);
      PredictionVolume back = drawn.run(scan, this::identity, 1 + random.nextInt(9));
      expect(back, scan.image(), 0, drawn);
    }
  }

  @Test
  void aRampComesBack() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Trial drawn = draw();
      Volume ramp = Volume.zeros(drawn.shape[0], drawn.shape[1], drawn.shape[2]);
      for (int d = 0; d < drawn.shape[2]; d++) {
        for (int i = 0; i < ramp.plane(d).length; i++) {
          ramp.plane(d)[i] =
              0.01f * (i / drawn.shape[1]) + 0.003f * (i % drawn.shape[1]) + 0.1f * d;
        }
      }
      ScanData scan = new ScanData(TestScans.scan("ramp"), ramp, null);
      expect(drawn.run(scan, this::identity, 3), ramp, 1e-5f, drawn);
    }
  }

  @Test
  void aConstantStaysExact() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Trial drawn = draw();
      float constant = random.nextFloat();
      ScanData scan =
          TestScans.random("s", drawn.shape[0], drawn.shape[1], drawn.shape[2], 1, trial);
      PredictionVolume back =
          drawn.run(
              scan,
              x -> {
                Tensor y = identity(x);
                Arrays.fill(y.data(), constant);
                return y;
              },
              4);
      for (float value : back.values()) {
        if (value != constant) {
          assertThat(value).as(drawn.toString()).isEqualTo(constant);
        }
      }
    }
  }

  /** A model whose prediction depends on the place in the window, so that blending matters. */
  @Test
  void theBatchSizeChangesNoBit() {
    for (int trial = 0; trial < TRIALS / 3; trial++) {
      Trial drawn = draw();
      ScanData scan =
          TestScans.random("s", drawn.shape[0], drawn.shape[1], drawn.shape[2], 1, trial);
      float[] one = drawn.run(scan, this::placed, 1).values();
      float[] many = drawn.run(scan, this::placed, 2 + random.nextInt(20)).values();
      assertThat(many).as(drawn.toString()).isEqualTo(one);
    }
  }

  private Tensor placed(Tensor x) {
    Tensor y = identity(x);
    int size = y.data().length / y.shape().get(0);
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] += 0.37f * (i % size) / size;
    }
    return y;
  }

  /** The middle channel: for a window of slices the slice that is predicted. */
  private Tensor identity(Tensor x) {
    int channels = x.shape().get(-1);
    int[] lengths = x.shape().toArray();
    lengths[lengths.length - 1] = 1;
    Tensor y = Tensor.zeros(Shape.of(lengths));
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] = x.data()[i * channels + channels / 2];
    }
    return y;
  }

  private static void expect(PredictionVolume found, Volume wanted, float tolerance, Trial drawn) {
    Shape shape = wanted.shape();
    for (int d = 0; d < shape.get(2); d++) {
      for (int i = 0; i < wanted.plane(d).length; i++) {
        float value = found.get(i / shape.get(1), i % shape.get(1), d, 0);
        if (!(Math.abs(value - wanted.plane(d)[i]) <= tolerance)) {
          assertThat(value).as("%s at %d of slice %d", drawn, i, d).isEqualTo(wanted.plane(d)[i]);
        }
      }
    }
  }

  private record Trial(int[] shape, List<Object> settings) {
    PredictionVolume run(ScanData scan, UnaryOperator<Tensor> model, int batchSize) {
      DataLoader loader = TestScans.loader(settings.toArray());
      PredictionVolume volume = new PredictionVolume(scan.image().shape(), 1);
      assertThat(ScanInference.run(loader, scan, model, batchSize, volume, new PhaseTimes()))
          .as(toString())
          .isNull();
      volume.assertEachVoxelOnce();
      return volume;
    }

    @Override
    public String toString() {
      return Arrays.toString(shape) + " " + settings;
    }
  }

  private Trial draw() {
    int[] shape = {1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(9)};
    List<Object> settings = new ArrayList<>(List.of("CATEGORIES", List.of(0)));
    add(settings, "SLICE_AXIS", random.nextInt(3));
    add(settings, "BLENDING", BLENDINGS[random.nextInt(BLENDINGS.length)]);
    add(settings, "BLENDING_SIGMA", 0.01 + random.nextDouble());
    add(settings, "IMG_PAD_MODE", PADS[random.nextInt(PADS.length)]);
    int loader = random.nextInt(5);
    switch (loader) {
      case 0 -> slices(settings, "DefaultDataLoader", 1);
      case 1 -> slices(settings, "S25dDataLoader", 1 + 2 * random.nextInt(3));
      case 2 -> patches(settings, "N5dDataLoader", 1 + 2 * random.nextInt(3), List.of());
      case 3 -> patches(settings, "PatchDataLoader", 1, List.of());
      default -> patches(settings, "PatchDataLoader", 1 + random.nextInt(6), List.of(1));
    }
    flips(settings, loader == 4 ? 5 : 4);
    return new Trial(shape, settings);
  }

  private static void add(List<Object> settings, String key, Object value) {
    settings.add(key);
    settings.add(value);
  }

  private static void slices(List<Object> settings, String loader, int slices) {
    add(settings, "TAG", loader);
    add(settings, "IMG_SIZE", List.of(-1, -1, slices));
  }

  private void patches(List<Object> settings, String loader, int depth, List<Integer> channel) {
    int[] window = {1 + random.nextInt(6), 1 + random.nextInt(6), depth};
    List<Integer> sizes = new ArrayList<>();
    List<Integer> pads = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    for (int length : window) {
      sizes.add(length);
      pads.add(random.nextInt(length));
      strides.add(1 + random.nextInt(7));
    }
    sizes.addAll(channel);
    add(settings, "TAG", loader);
    add(settings, "IMG_SIZE", sizes);
    String grid = GRIDS[random.nextInt(GRIDS.length)];
    add(settings, "GRID", grid);
    // From a voxel on: an axis of the window of one voxel takes any step.
    int shortest = IntStream.of(window).filter(length -> length > 1).min().orElse(10);
    add(settings, "GRID_STEP", 1 - random.nextDouble() * (1 - 1.0 / shortest));
    add(settings, "GRID_OVERLAP", random.nextDouble());
    if (grid.equals("cover")) {
      add(settings, "IMG_STRIDE", strides);
    }
    if (random.nextBoolean()) {
      add(settings, "IMG_PAD_SIZE", pads);
    }
  }

  /** Mirrors along axes of the batch; of a stack of slices not along the channels. */
  private void flips(List<Object> settings, int rank) {
    if (random.nextBoolean()) {
      List<Integer> axes = new ArrayList<>();
      for (int axis = 1; axis < rank - 1; axis++) {
        if (random.nextBoolean()) {
          axes.add(axis);
        }
      }
      add(settings, "PREPROCESSING", List.of("FlipTransform"));
      add(settings, "PREPROCESSING_ARGS", List.of(Map.of("axis", axes)));
    }
  }
}
