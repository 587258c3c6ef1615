package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.loader.BatchSettings.LastBatch;
import io.medseg.volume.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardRecordTest {
  private static ElementRecord element(String scan, int index, ArrayBytes x) {
    return new ElementRecord(scan, index, x, null, null);
  }

  @Test
  void aBatchHoldsElementsOfSeveralScans() {
    ArrayBytes x = Elements.floats(Shape.of(1, 2), 1, 2);

    ShardRecord batch =
        Grouping.batches(3, LastBatch.KEEP).record(List.of(element("b", 4, x), element("a", 0, x)));

    assertThat(batch.scans()).containsExactly("b", "a");
    assertThat(batch.indices()).containsExactly(4, 0);
    assertThat(batch.x().shape()).isEqualTo(Shape.of(2, 1, 2));
    assertThat(batch.y()).isNull();
    assertThat(batch.xRaw()).isNull();
  }

  @Test
  void aSingleElementHasNoAxisN() {
    ArrayBytes x = Elements.floats(Shape.of(1, 2), 1, 2);

    assertThat(Grouping.SINGLE.record(List.of(element("a", 3, x))))
        .isEqualTo(new ShardRecord(List.of("a"), new int[] {3}, x, null, null));
  }

  @Test
  void shapesThatDifferAreNoBatch() {
    ElementRecord one = element("a", 0, Elements.floats(Shape.of(1, 2), 1, 2));
    ElementRecord other = element("b", 0, Elements.floats(Shape.of(2), 1, 2));

    assertThatThrownBy(() -> ShardRecord.batch(List.of(one, other, one)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot batch elements of scans [a, b]: arrays of 1x2 (float32) and 2 (float32) are no batch; write single elements (--records elements)");
  }

  /** Otherwise y would belong to other elements than x. */
  @Test
  void elementsWithAndWithoutYAreNoBatch() {
    ArrayBytes x = Elements.floats(Shape.of(1), 1);
    ElementRecord labelled = new ElementRecord("a", 0, x, x, null);

    assertThatThrownBy(() -> ShardRecord.batch(List.of(element("b", 0, x), labelled)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot batch elements of scans [b, a]: some of their arrays are missing");
  }

  @Test
  void aGroupHasAtLeastOneElement() {
    assertThatThrownBy(() -> Grouping.batches(0, LastBatch.KEEP))
        .hasMessage("Invalid grouping: BATCHES of 0");
    assertThatThrownBy(() -> new Grouping(Grouping.Kind.ELEMENTS, 2, LastBatch.KEEP))
        .hasMessage("Invalid grouping: ELEMENTS of 2");
  }
}
