package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Purpose;
import io.medseg.volume.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Proves that work that nobody may have meant is told from shapes alone. */
class PlanNotesTest {
  private static final Shape KNEE = Shape.of(384, 384, 160);

  private static EvaluationRecipe recipe(Parity parity, Map<String, Object> more) {
    Map<String, Object> values =
        new TreeMap<>(
            Map.of(
                "TAG",
                "PatchDataLoader",
                "IMG_SIZE",
                List.of(64, 64, 1),
                "CATEGORIES",
                List.of(0),
                "TEST_BATCH_SIZE",
                16));
    values.putAll(more);
    return new EvaluationRecipe(
        Experiment.of(values, parity),
        new Dataset("d", "d", "volumes", List.of(), null, "SemSegEvaluator", Map.of()),
        new HashModel(),
        "hash");
  }

  private static List<String> notes(EvaluationRecipe recipe, Shape... images) {
    DataLoader loader = recipe.loader().open();
    List<PlannedScan> scans =
        Arrays.stream(images)
            .map(
                image -> {
                  ScanHeader header = new ScanHeader(image, 1);
                  int windows = loader.scatter(header, Purpose.INFERENCE).size();
                  Scan scan =
                      new Scan(
                          "s" + image,
                          null,
                          new ScanSource.VolumeFile("f", "volume", "f", "seg"),
                          1,
                          Map.of());
                  long cost = windows * loader.inputShape(header).elements();
                  return new PlannedScan(scan, header, windows, cost, 1);
                })
            .toList();
    return PlanNotes.of(recipe, scans);
  }

  @Test
  void windowsThatNobodyMeantAreToldWithTheirSetting() {
    assertThat(notes(recipe(Parity.NONE, Map.of()), KNEE))
        .containsExactly(
            "Scan s384x384x160 of 384x384x160 is cut into 16,486,560 windows, so that each voxel goes through the model about 2,862 times: IMG_STRIDE is not given, which means 1 on every axis; half of IMG_SIZE is usual");
    assertThat(
            notes(
                recipe(Parity.NONE, Map.of("IMG_STRIDE", List.of(4, 4, 1))),
                KNEE,
                Shape.of(512, 512, 250)))
        .containsExactly(
            "Scan s512x512x250 (and 1 more) of 512x512x250 is cut into 3,192,250 windows, so that each voxel goes through the model about 200 times: IMG_STRIDE is [4, 4, 1]");
    assertThat(notes(recipe(Parity.NONE, Map.of("GRID", "nnunet", "GRID_STEP", 0.02)), KNEE).get(0))
        .endsWith("times: GRID_STEP is 0.02");
    assertThat(
            notes(recipe(Parity.NONE, Map.of("GRID", "monai", "GRID_OVERLAP", 0.95)), KNEE).get(0))
        .endsWith("times: GRID_OVERLAP is 0.95");
  }

  @Test
  void usualWindowsAreNotSpokenOf() {
    assertThat(
            notes(
                recipe(Parity.NONE, Map.of("IMG_STRIDE", List.of(32, 32, 1))),
                KNEE,
                Shape.of(35, 50, 35)))
        .isEmpty();
    assertThat(notes(recipe(Parity.NONE, Map.of("GRID", "monai")), KNEE)).isEmpty();
    assertThat(notes(recipe(Parity.NONE, Map.of()))).isEmpty();
  }

  /** Without the transform the windows that parity adds are overwritten and left out. */
  @Test
  void theWorkThatParityAddsIsToldAsAFactor() {
    Shape hippocampus = Shape.of(35, 50, 36);
    Map<String, Object> across =
        Map.of(
            "PREPROCESSING",
            List.of("ZeroMeanNormalization"),
            "PREPROCESSING_ARGS",
            List.of(Map.of("axis", List.of(0, 1, 2, 3))));

    assertThat(notes(recipe(Parity.MEDSEGPY, Map.of()), hippocampus)).isEmpty();
    assertThat(notes(recipe(Parity.MEDSEGPY, across), hippocampus, hippocampus))
        .contains(
            "With --parity medsegpy the model predicts 32,400 windows; without it 72: 450.0 times the work");
    assertThat(notes(recipe(Parity.NONE, across), hippocampus))
        .hasSize(1)
        .allMatch(line -> line.startsWith("Results depend on TEST_BATCH_SIZE, 16: "));
  }
}
