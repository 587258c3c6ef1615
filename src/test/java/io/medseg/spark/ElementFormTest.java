package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.loader.DataLoader;
import io.medseg.loader.DataLoaders;
import io.medseg.volume.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElementFormTest {
  private static final ScanHeader SCAN = new ScanHeader(Shape.of(4, 4, 9), 1);

  private static DataLoader loader(Object axis) {
    return DataLoaders.create(
        Experiment.of(
            Map.of(
                "TAG",
                "DefaultDataLoader",
                "IMG_SIZE",
                List.of(4, 4, 1),
                "CATEGORIES",
                List.of(0),
                "PREPROCESSING",
                List.of("FlipTransform"),
                "PREPROCESSING_ARGS",
                List.of(Map.of("axis", axis))),
            Parity.NONE));
  }

  /** A flip along the batch would be undone within rows of one element, so not at all. */
  @Test
  void rowsOfSingleElementsAreRefusedWhereTheyDependOnTheirBatch() {
    assertThatThrownBy(() -> ElementForm.SINGLE.check(loader(0), SCAN))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Invalid --predictor-param batchifier=stack: rows are single elements; take none: Cannot preprocess elements one by one: FlipTransform works along ");
    ElementForm.BATCH.check(loader(0), SCAN);
    ElementForm.SINGLE.check(loader(1), SCAN);
  }

  @Test
  void theParamDecides() {
    assertThat(ElementForm.of(null)).isEqualTo(ElementForm.BATCH);
    assertThat(ElementForm.of("Stack")).isEqualTo(ElementForm.SINGLE);
  }
}
