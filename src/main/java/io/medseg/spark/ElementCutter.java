package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.loader.Batch;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Element;
import io.medseg.shards.ArrayBytes;
import io.medseg.shards.ElementRecord;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts elements of a scan out of it, some at a time. One thread. */
record ElementCutter(ShardRecipe recipe, DataLoader loader) {
  /** Bytes of input that are cut at once. */
  private static final long AT_ONCE = 4 << 20;

  /** Number of elements to cut at once, of those whose input has this shape. */
  static int atOnce(Shape input) {
    return (int) Math.max(1, Math.min(64, AT_ONCE / (Float.BYTES * Math.max(1, input.elements()))));
  }

  /**
   * The records of some elements.
   *
   * @throws InputException if the loader cannot make them, or y is not what it is stored as
   */
  List<ElementRecord> cut(ScanData scan, List<Element> elements) {
    Batch batch = loader.batch(scan, elements, recipe.form());
    List<ElementRecord> records = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      records.add(
          new ElementRecord(
              scan.scan().scanId(),
              elements.get(i).index(),
              array(batch.x(), i, ArrayBytes.Type.FLOAT32),
              labels(batch.y(), i, scan),
              array(batch.xRaw(), i, ArrayBytes.Type.FLOAT32)));
    }
    return records;
  }

  private ArrayBytes labels(Tensor y, int element, ScanData scan) {
    try {
      return array(y, element, recipe.labels());
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "Cannot write y of scan %s as masks: %s; --labels float32 takes any values"
              .formatted(scan.scan().scanId(), e.getMessage()),
          e);
    }
  }

  private static ArrayBytes array(Tensor batch, int element, ArrayBytes.Type type) {
    if (batch == null) {
      return null;
    }
    int[] lengths = batch.shape().toArray();
    Shape shape = Shape.of(Arrays.copyOfRange(lengths, 1, lengths.length));
    int offset = Math.toIntExact(element * shape.elements());
    return type == ArrayBytes.Type.UINT8
        ? ArrayBytes.masks(shape, batch.data(), offset)
        : ArrayBytes.floats(shape, batch.data(), offset);
  }
}
