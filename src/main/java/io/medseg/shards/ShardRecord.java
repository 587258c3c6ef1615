package io.medseg.shards;

import io.medseg.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A record of a shard: an element, or a batch of them.
 *
 * @param scans scan id of each element
 * @param indices number of each element within its scan
 * @param x of the element, or of the batch with N first
 * @param y the same; null if there is none
 * @param xRaw the same; null if there is none
 */
public record ShardRecord(
    List<String> scans, int[] indices, ArrayBytes x, ArrayBytes y, ArrayBytes xRaw) {
  /** Copies the list. */
  public ShardRecord {
    scans = List.copyOf(scans);
  }

  /** A record of one element. */
  public static ShardRecord of(ElementRecord element) {
    return new ShardRecord(
        List.of(element.scanId()),
        new int[] {element.index()},
        element.x(),
        element.y(),
        element.xRaw());
  }

  /**
   * A record of several elements.
   *
   * @throws InputException if their arrays do not fit together
   */
  public static ShardRecord batch(List<ElementRecord> elements) {
    return new ShardRecord(
        elements.stream().map(ElementRecord::scanId).toList(),
        elements.stream().mapToInt(ElementRecord::index).toArray(),
        stack(elements, ElementRecord::x),
        stack(elements, ElementRecord::y),
        stack(elements, ElementRecord::xRaw));
  }

  private static ArrayBytes stack(
      List<ElementRecord> elements, Function<ElementRecord, ArrayBytes> part) {
    List<ArrayBytes> arrays = elements.stream().map(part).filter(Objects::nonNull).toList();
    if (arrays.isEmpty()) {
      return null;
    }
    try {
      if (arrays.size() < elements.size()) {
        throw new IllegalArgumentException("some of their arrays are missing");
      }
      return ArrayBytes.stack(arrays);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "Cannot batch elements of scans %s: %s; write single elements (--records elements)"
              .formatted(
                  elements.stream().map(ElementRecord::scanId).distinct().toList(), e.getMessage()),
          e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardRecord that
        && scans.equals(that.scans)
        && Arrays.equals(indices, that.indices)
        && Objects.equals(x, that.x)
        && Objects.equals(y, that.y)
        && Objects.equals(xRaw, that.xRaw);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scans, Arrays.hashCode(indices), x, y, xRaw);
  }
}
