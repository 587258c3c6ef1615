package io.medseg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ExperimentTest {
  private static Experiment of(String key, Object value) {
    return Experiment.of(Collections.singletonMap(key, value), Parity.NONE);
  }

  private static void refuses(
      String key, Object value, Function<Experiment, ?> getter, String message) {
    assertThatThrownBy(() -> getter.apply(of(key, value)))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid " + key + ": " + message);
  }

  @Test
  void defaultsAreThoseOfTheReference() {
    Experiment empty = Experiment.of(Map.of(), Parity.NONE);

    assertThat(empty.tag()).isEqualTo("DefaultDataLoader");
    assertThat(empty.imageSize()).containsExactly(288, 288, 1);
    assertThat(empty.imagePadSize()).isEmpty();
    assertThat(empty.imagePadMode()).isEqualTo("edge");
    assertThat(empty.imageStride()).isEmpty();
    assertThat(empty.categories()).isEmpty();
    assertThat(empty.includeBackground()).isFalse();
    assertThat(empty.activation()).isEqualTo("sigmoid");
    assertThat(empty.preprocessing()).isEmpty();
    assertThat(empty.preprocessingArguments()).isEmpty();
    assertThat(empty.testMetrics()).containsExactly("DSC", "VOE", "ASSD", "CV");
    assertThat(empty.trainBatchSize()).isEqualTo(12);
    assertThat(empty.validBatchSize()).isEqualTo(35);
    assertThat(empty.testBatchSize()).isEqualTo(72);
    assertThat(empty.seed()).isEmpty();
    assertThat(empty.testDatasets()).isEmpty();
    assertThat(empty.testWeightPath()).isEmpty();
    assertThat(empty.outputDir()).isEmpty();
    assertThat(empty.primaryTask()).isEmpty();
    assertThat(empty.blending()).isEqualTo("auto");
    assertThat(empty.blendingSigma()).isEqualTo(0.125);
    assertThat(empty.grid()).isEqualTo("cover");
    assertThat(empty.gridStep()).isEqualTo(0.5);
    assertThat(empty.gridOverlap()).isEqualTo(0.25);
    assertThat(empty.sliceAxis()).isEqualTo(2);
    assertThat(empty.inputLayout()).isEqualTo("nhwc");
    assertThat(empty.preloadData()).isFalse();
    assertThat(empty.numWorkers()).isEqualTo(1);
    assertThat(empty.get("N_EPOCHS")).isNull();
    assertThat(empty.values()).isEmpty();
  }

  @Test
  void foldsOfACrossValidation() {
    assertThat(of("CV_K", 5).crossValidationFolds()).isZero();
    Map<String, Object> used = Map.of("USE_CROSS_VALIDATION", true, "CV_K", 5);
    assertThat(Experiment.of(used, Parity.NONE).crossValidationFolds()).isEqualTo(5);
    Map<String, Object> one = Map.of("USE_CROSS_VALIDATION", true, "CV_K", 1);
    assertThatThrownBy(() -> Experiment.of(one, Parity.NONE).crossValidationFolds())
        .hasMessage("Invalid CV_K: 1: a cross-validation has at least 2 folds");
  }

  @Test
  void readsHowScansAreLoaded() {
    assertThat(of("PRELOAD_DATA", true).preloadData()).isTrue();
    assertThat(of("NUM_WORKERS", 0).numWorkers()).isZero();
    assertThat(of("NUM_WORKERS", 8).numWorkers()).isEqualTo(8);
    refuses("PRELOAD_DATA", 1, Experiment::preloadData, "1: True or False is expected");
    refuses("NUM_WORKERS", -1, Experiment::numWorkers, "-1: at least 0 is expected");
    refuses("NUM_WORKERS", 1.5, Experiment::numWorkers, "1.5: an integer is expected, not 1.5");
    refuses("TEST_BATCH_SIZE", 0, Experiment::testBatchSize, "0: at least 1 is expected");
  }

  @Test
  void takesOtherCategories() {
    Experiment given = Experiment.of(Map.of("SEED", 3), Parity.MEDSEGPY);
    Experiment changed = given.withCategories(List.of(List.of(3), List.of(1, 2)));

    assertThat(changed.categories()).containsExactly(List.of(3), List.of(1, 2));
    assertThat(changed.seed()).hasValue(3L);
    assertThat(changed.parity()).isEqualTo(Parity.MEDSEGPY);
    assertThat(given.categories()).isEmpty();
  }

  @Test
  void parityChangesTheDefaultGridOnly() {
    Experiment reference = Experiment.of(Map.of(), Parity.MEDSEGPY);

    assertThat(reference.grid()).isEqualTo("medsegpy");
    assertThat(Experiment.of(Map.of("GRID", "cover"), Parity.MEDSEGPY).grid()).isEqualTo("cover");
    assertThat(reference.blending()).isEqualTo("auto");
    assertThat(reference.parity()).isEqualTo(Parity.MEDSEGPY);
  }

  @Test
  void someArchitecturesHaveDefaultsOfTheirOwn() {
    Experiment inpainting = of("MODEL_NAME", "ContextInpainting");

    assertThat(of("MODEL_NAME", "UNet3D").imageSize()).containsExactly(288, 288, 4, 1);
    assertThat(of("MODEL_NAME", "UNet2D").trainBatchSize()).isEqualTo(35);
    assertThat(inpainting.preprocessing()).containsExactly("CoarseDropout");
    assertThat(inpainting.preprocessingArguments().get(0)).containsEntry("max_holes", 25L);
    assertThatThrownBy(inpainting::activation)
        .hasMessageStartingWith("Invalid LOSS: ('l2_loss', None): a loss and its activation");
  }

  @Test
  void minusOneAndNoneAreTheWholeAxis() {
    assertThat(of("IMG_SIZE", Arrays.asList(64, -1, null, 2.0)).imageSize())
        .isEqualTo(Arrays.asList(64, null, null, 2));
  }

  @Test
  void refusesOtherSizesPadsAndStrides() {
    refuses(
        "IMG_SIZE",
        List.of(0, 8),
        Experiment::imageSize,
        "(0, 8): a size is at least 1, or None or -1 for the whole axis");
    refuses("IMG_SIZE", List.of(), Experiment::imageSize, "(): at least one axis is expected");
    refuses("IMG_SIZE", 64, Experiment::imageSize, "64: a list is expected, as in (1,)");
    refuses(
        "IMG_SIZE",
        List.of(64, 1.5),
        Experiment::imageSize,
        "(64, 1.5): an integer is expected, not 1.5");
    refuses(
        "IMG_SIZE",
        List.of(64, true),
        Experiment::imageSize,
        "(64, True): an integer is expected, not True");
    refuses("IMG_STRIDE", List.of(0, 8), Experiment::imageStride, "(0, 8): a stride is at least 1");
    refuses("IMG_PAD_SIZE", List.of(-1), Experiment::imagePadSize, "(-1,): a pad is at least 0");
    assertThat(of("IMG_PAD_SIZE", Arrays.asList(null, 1.0, 2)).imagePadSize())
        .containsExactly(0, 1, 2);
    assertThat(of("IMG_PAD_SIZE", null).imagePadSize()).isEmpty();
  }

  @Test
  void padModesAreLowerCaseAndWarpIsWrap() {
    assertThat(of("IMG_PAD_MODE", "Reflect").imagePadMode()).isEqualTo("reflect");
    assertThat(of("IMG_PAD_MODE", "warp").imagePadMode()).isEqualTo("wrap");
    refuses(
        "IMG_PAD_MODE",
        "empty",
        Experiment::imagePadMode,
        "'empty': known are constant, edge, reflect, symmetric, wrap");
  }

  @Test
  void categoriesAreGroupsOfChannels() {
    assertThat(of("CATEGORIES", List.of(3, List.of(1, 2))).categories())
        .containsExactly(List.of(3), List.of(1, 2));
    refuses(
        "CATEGORIES",
        List.of(0, List.of()),
        Experiment::categories,
        "(0, ()): a class has no mask channel");
    refuses(
        "CATEGORIES",
        List.of(List.of(1, 1)),
        Experiment::categories,
        "((1, 1),): channel 1 is twice in a class");
    refuses(
        "CATEGORIES", List.of(-1), Experiment::categories, "(-1,): a mask channel is at least 0");
  }

  @Test
  void lossesMayBeNames() {
    assertThat(of("LOSS", List.of("x", "softmax")).activation()).isEqualTo("softmax");
    assertThat(of("LOSS", "weighted_cross_entropy_loss").activation()).isEqualTo("softmax");
    assertThatThrownBy(() -> of("LOSS", "dice").activation())
        .hasMessageStartingWith("Invalid LOSS: 'dice': a loss and its activation are expected")
        .hasMessageContaining("DICE_LOSS");
  }

  @Test
  void argumentsBelongToTransforms() {
    Map<String, Object> values =
        Map.of(
            "PREPROCESSING",
            List.of("Windowing", "Clip"),
            "PREPROCESSING_ARGS",
            Arrays.asList(List.of("soft", List.of(0, 100)), null));

    assertThat(Experiment.of(values, Parity.NONE).preprocessingArguments())
        .containsExactly(
            Map.of("bounds", List.of(List.of(-150.0, 250.0), List.of(0L, 100L))), Map.of());
    assertThat(of("PREPROCESSING", List.of("A", "B")).preprocessingArguments())
        .containsExactly(Map.of(), Map.of());
  }

  @Test
  void refusesArgumentsThatDoNotFit() {
    Map<String, Object> two =
        Map.of("PREPROCESSING", List.of("A"), "PREPROCESSING_ARGS", List.of());
    Map<String, Object> unnamed =
        Map.of("PREPROCESSING", List.of("A"), "PREPROCESSING_ARGS", List.of(List.of(1)));
    Map<String, Object> window =
        Map.of("PREPROCESSING", List.of("Windowing"), "PREPROCESSING_ARGS", List.of(List.of("x")));

    assertThatThrownBy(() -> Experiment.of(two, Parity.NONE).preprocessingArguments())
        .hasMessage(
            "Invalid PREPROCESSING_ARGS: (): PREPROCESSING names 1 transforms, but arguments are"
                + " given for 0");
    assertThatThrownBy(() -> Experiment.of(unnamed, Parity.NONE).preprocessingArguments())
        .hasMessage(
            "Invalid PREPROCESSING_ARGS: ((1,),): the arguments of A must be given by name,"
                + " {'name': value}");
    assertThatThrownBy(() -> Experiment.of(window, Parity.NONE).preprocessingArguments())
        .hasMessage(
            "Invalid PREPROCESSING_ARGS: (('x',),): a window is a pair (lower, upper) or one of"
                + " bone, custom, liver, soft, spine");
  }

  @Test
  void refusesValuesOfOtherKinds() {
    refuses("TAG", "", Experiment::tag, "'': a name is expected");
    refuses("TAG", 5, Experiment::tag, "5: a string is expected");
    refuses("TEST_BATCH_SIZE", 0, Experiment::testBatchSize, "0: at least 1 is expected");
    refuses("INCLUDE_BACKGROUND", 1, Experiment::includeBackground, "1: True or False is expected");
    refuses("SEED", "x", Experiment::seed, "'x': an integer or None is expected");
    refuses(
        "BLENDING",
        "mean",
        Experiment::blending,
        "'mean': known are auto, last, average, gaussian, hann, crop");
    refuses("GRID", "all", Experiment::grid, "'all': known are cover, medsegpy, nnunet, monai");
    refuses("TEST_METRICS", List.of(1), Experiment::testMetrics, "(1,): a string is expected");
  }

  @Test
  void aNameStandsForAListOfOne() {
    assertThat(of("TEST_DATASET", "a").testDatasets()).containsExactly("a");
    assertThat(of("TEST_DATASET", List.of("a", "b")).testDatasets()).containsExactly("a", "b");
    assertThat(of("TEST_METRICS", "DSC").testMetrics()).containsExactly("DSC");
    assertThat(of("SEED", 0).seed()).contains(0L);
  }

  @Test
  void resolvedLaysGivenKeysOverDefaults() {
    Experiment experiment =
        Experiment.of(Map.of("DEPTH", 6, "tag", "N5dDataLoader"), Parity.MEDSEGPY);

    assertThat(experiment.resolved())
        .containsEntry("DEPTH", 6L)
        .containsEntry("TAG", "N5dDataLoader")
        .containsEntry("GRID", "medsegpy")
        .containsEntry("TEST_BATCH_SIZE", 72L)
        .containsEntry("SEED", null);
  }

  @Test
  void travelsAndIsCanonical() throws IOException, ClassNotFoundException {
    Experiment experiment =
        Experiment.of(
            Map.of("B", Map.of("y", Arrays.asList(1, null), "x", 2.5f), "A", "it's"), Parity.NONE);

    assertThat(experiment).hasToString("Experiment(A='it\\'s', B={'x': 2.5, 'y': (1, None)})");
    assertThat(roundTrip(experiment))
        .isEqualTo(experiment)
        .hasSameHashCodeAs(experiment)
        .hasToString(experiment.toString());
    assertThatThrownBy(() -> experiment.values().put("C", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Object roundTrip(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void refusesWhatIsNoLiteral() {
    assertThatThrownBy(() -> of("A", BigInteger.TWO.pow(64)))
        .hasMessage("Invalid A: 18446744073709551616: more than 64 bits");
    assertThatThrownBy(() -> of("A", List.of(new Object())))
        .hasMessage("Invalid A: a value of java.lang.Object is no literal");
    assertThatThrownBy(() -> of("A", List.of(new byte[] {1})))
        .hasMessage(
            "Invalid A: it holds bytes (b'...' or !!binary); a text is expected, as in '...'");
    assertThatThrownBy(() -> Experiment.of(Map.of("a", 1, "A", 2), Parity.NONE))
        .hasMessage("Invalid experiment: key A is given twice");
  }
}
