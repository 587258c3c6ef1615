package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.shards.Grouping;
import io.medseg.volume.Shape;
import java.util.List;

/**
 * Whether the elements of a side fit together in its batches: known from shapes, before hours of
 * reading. The driver's.
 *
 * @param shapes of the elements of each scan of the side
 */
record BatchShapes(SideElements side, List<Shape> shapes) {
  static BatchShapes of(SideElements side, ShardRecipe recipe) {
    var loader = recipe.loader().open();
    return new BatchShapes(
        side, side.scans().stream().map(scan -> loader.inputShape(scan.header())).toList());
  }

  /**
   * Refuses elements of two shapes in one batch.
   *
   * @throws InputException naming their scans
   */
  void check(Grouping grouping) {
    if (grouping.size() == 1 || shapes.stream().distinct().count() < 2) {
      return;
    }
    int[] scanAt = scanAt();
    long written = side.layout(grouping).elements();
    for (int position = 0; position < written; position++) {
      int first = scanAt[position - position % grouping.size()];
      if (!shapes.get(first).equals(shapes.get(scanAt[position]))) {
        throw noBatch(first, scanAt[position]);
      }
    }
  }

  /** The scan of each position, by its place in the side. */
  private int[] scanAt() {
    int[] scanAt = new int[side.count()];
    List<ScanPlacement> placements = side.placements();
    for (int scan = 0; scan < placements.size(); scan++) {
      for (int position : placements.get(scan).positions()) {
        scanAt[position] = scan;
      }
    }
    return scanAt;
  }

  private InputException noBatch(int one, int other) {
    return new InputException(
        "Cannot batch elements of scans %s (%s) and %s (%s): their shapes differ; write single elements (--records elements)"
            .formatted(scanId(one), shapes.get(one), scanId(other), shapes.get(other)));
  }

  private String scanId(int scan) {
    return side.scans().get(scan).scan().scanId();
  }
}
