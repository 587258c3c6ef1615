package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CategorySelectionTest {
  private static final Category FEMORAL =
      new Category(List.of(0), "femoral cartilage", "fc", List.of(220, 20, 60));
  private static final Category TIBIAL =
      new Category(List.of(1, 2), "tibial cartilage", "tc", List.of());

  private static Dataset dataset(Category... categories) {
    return new Dataset(
        "knees", "/d", "volumes", List.of(categories), null, "SemSegEvaluator", Map.of());
  }

  @Test
  void takesTheNamesOfTheDataset() {
    CategorySelection selection =
        CategorySelection.of(
            dataset(FEMORAL, TIBIAL),
            List.of(List.of(2, 1), List.of(0), List.of(2), List.of(0, 1)));

    assertThat(selection.names())
        .containsExactly("tibial cartilage", "femoral cartilage", "category 2", "categories 0+1");
    assertThat(selection.channels())
        .containsExactly(List.of(2, 1), List.of(0), List.of(2), List.of(0, 1));
    assertThat(selection.classes().get(1)).isEqualTo(FEMORAL);
    assertThat(selection.classes().get(3).abbreviation()).isEqualTo("categories 0+1");
  }

  /** Alone, in a group, and in the second of several datasets. */
  @Test
  void refusesIdsThatTheDatasetDoesNotName() {
    String reason = ": dataset knees has no category with this id; known are ";
    assertThatThrownBy(
            () -> CategorySelection.of(dataset(FEMORAL, TIBIAL), List.of(List.of(0), List.of(3))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid CATEGORIES: 3" + reason + "(femoral cartilage: 0, tibial cartilage: 1+2)");
    assertThatThrownBy(() -> CategorySelection.of(dataset(FEMORAL, TIBIAL), List.of(List.of(1, 4))))
        .hasMessageContaining("CATEGORIES: 4" + reason);
    assertThatThrownBy(
            () ->
                CategorySelection.of(
                    List.of(dataset(FEMORAL, TIBIAL), dataset(FEMORAL)), List.of(List.of(1))))
        .hasMessage("Invalid CATEGORIES: 1" + reason + "(femoral cartilage: 0)");
  }

  @Test
  void noneMeansAllOfTheDataset() {
    assertThat(CategorySelection.of(dataset(FEMORAL, TIBIAL), List.of()).classes())
        .containsExactly(FEMORAL, TIBIAL);
    assertThatThrownBy(() -> CategorySelection.of(dataset(), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid CATEGORIES: (): dataset knees names no categories, so the mask channels of"
                + " each class must be given");
  }

  @Test
  void severalDatasetsHaveTheSameCategoriesIfNoneAreGiven() {
    assertThat(
            CategorySelection.of(
                    List.of(dataset(FEMORAL, TIBIAL), dataset(FEMORAL, TIBIAL)), List.of())
                .classes())
        .containsExactly(FEMORAL, TIBIAL);
    for (Dataset other : List.of(dataset(TIBIAL, FEMORAL), dataset(FEMORAL))) {
      assertThatThrownBy(
              () -> CategorySelection.of(List.of(dataset(FEMORAL, TIBIAL), other), List.of()))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(
              "Invalid CATEGORIES: (): datasets knees and knees have different categories, (femoral cartilage: 0, tibial cartilage: 1+2) and (")
          .hasMessageEndingWith(", so the mask channels of each class must be given");
    }
    Category sameName = new Category(List.of(1), "tibial cartilage", "tc", List.of());
    assertThatThrownBy(
            () ->
                CategorySelection.of(
                    List.of(dataset(FEMORAL, TIBIAL), dataset(FEMORAL, sameName)), List.of()))
        .hasMessageContaining("different categories");
  }

  @Test
  void categoriesThatAreGivenAreThoseOfAnyDatasets() {
    List<List<Integer>> channels = List.of(List.of(0), List.of(2));
    assertThat(CategorySelection.of(List.of(dataset(FEMORAL, TIBIAL), dataset()), channels).names())
        .containsExactly("femoral cartilage", "category 2");
    assertThat(CategorySelection.of(List.of(), channels).channels()).isEqualTo(channels);
    assertThatThrownBy(() -> CategorySelection.of(List.of(), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid CATEGORIES: (): there is no dataset whose categories could be taken, so the mask channels of each class must be given");
  }

  @Test
  void checksTheChannelsOfAScan() {
    CategorySelection selection =
        CategorySelection.of(dataset(), List.of(List.of(0), List.of(1, 7)));

    assertThatCode(() -> selection.check(8, "0000001_V00")).doesNotThrowAnyException();
    assertThatThrownBy(() -> selection.check(6, "0000001_V00"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid CATEGORIES: (0, (1, 7)): class categories 1+7 needs channel 7 (counted from"
                + " 0), but the masks of scan 0000001_V00 have 6 channels");
  }

  @Test
  void refusesAClassTwice() {
    assertThatThrownBy(() -> CategorySelection.of(dataset(), List.of(List.of(1, 2), List.of(2, 1))))
        .hasMessage(
            "Invalid CATEGORIES: ((1, 2), (2, 1)): the class of channels 2+1 is there twice");
  }
}
