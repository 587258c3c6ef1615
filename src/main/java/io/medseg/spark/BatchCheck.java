package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.shards.Grouping;
import io.medseg.volume.Shape;
import java.util.List;

/**
 * Whether the elements of a side make batches: known from numbers and shapes, before hours of
 * reading. The driver's.
 *
 * @param shapes of the elements of each scan of the side
 */
record BatchCheck(SideElements side, List<Shape> shapes) {
  static BatchCheck of(SideElements side, ShardRecipe recipe) {
    var loader = recipe.loader().open();
    return new BatchCheck(
        side, side.scans().stream().map(scan -> loader.inputShape(scan.header())).toList());
  }

  /**
   * Refuses elements that fill no batch where others are dropped, and those of two shapes in one.
   *
   * @throws InputException naming the side or the scans
   */
  void check(Grouping grouping) {
    long written = side.layout(grouping).elements();
    if (written == 0 && side.count() > 0) {
      throw new InputException(
          "Cannot write batches of %s: its %d elements fill no batch of %d; keep them with --last-batch keep, or take smaller batches"
              .formatted(side.name(), side.count(), grouping.size()));
    }
    if (grouping.size() > 1 && shapes.stream().distinct().count() > 1) {
      checkShapes(written, grouping);
    }
  }

  private void checkShapes(long written, Grouping grouping) {
    int[] scanAt = scanAt();
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
