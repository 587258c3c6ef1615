package io.medseg.loader;

import io.medseg.volume.PredictionSink;
import io.medseg.volume.Shape;
import java.util.List;

/**
 * How the predictions of a scan become one per voxel: what windows there are, in which order, and
 * what is held where they overlap. From shapes alone.
 *
 * @param grid the windows of the images
 * @param target those that predictions go to, in the same order
 * @param layout of what is held; null if each voxel comes from one window alone
 */
record GatherPlan(
    PatchGrid grid,
    PatchGrid target,
    SlabLayout layout,
    WindowForm form,
    int classes,
    Blending blending,
    double sigma) {

  /** Which windows need not be predicted. */
  enum Omission {
    /** All are. */
    NONE,
    /**
     * Those that differ from a later one in nothing but what is padded around the image, and that
     * it overwrites. MedSegPy's stride of 1 makes hundreds for an image smaller than the window.
     */
    OVERWRITTEN
  }

  /**
   * The plan for these windows. Where means are taken they are put in the order that holds least.
   *
   * @param all the windows of the images
   */
  static GatherPlan of(
      PatchGrid all,
      Omission omission,
      WindowForm form,
      SlicePlacement placement,
      SliceAxis axes,
      int classes,
      Blending blending,
      double sigma) {
    PatchGrid grid = all;
    PatchGrid target =
        form == WindowForm.SLICES && placement == SlicePlacement.CENTRE
            ? grid.withLast(grid.last().centres())
            : grid;
    if (blending == Blending.LAST && omission == Omission.OVERWRITTEN) {
      List<int[]> seen = target.axes().stream().map(AxisGrid::notRepeated).toList();
      grid = grid.select(seen);
      target = target.select(seen);
    }
    if (!target.overlaps() || !blending.isMean()) {
      return new GatherPlan(grid, target, null, form, classes, blending, sigma);
    }
    int inner = form == WindowForm.SLICES ? 1 : 2;
    SlabLayout layout = SlabLayout.smallest(target, inner, axes.position(1), classes);
    PatchGrid ordered = layout.grid();
    return new GatherPlan(
        grid.ordered(ordered.order()), ordered, layout, form, classes, blending, sigma);
  }

  /** What {@link DataLoader#ranges} says. */
  List<ElementRange> ranges(int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException("Cannot cut a scan into %d ranges".formatted(parts));
    }
    return layout == null ? SlabLayout.even(grid.count(), parts, 1) : layout.ranges(parts);
  }

  /** The range of all elements. */
  ElementRange whole() {
    return new ElementRange(0, grid.count());
  }

  /** Puts the predictions of a range together. */
  Assembly assembly(ElementRange range, PredictionSink sink) {
    int size = layout == null ? 1 : layout.groupSize();
    if (range.to() > grid.count() || range.from() % size != 0 || range.to() % size != 0) {
      throw new IllegalArgumentException(
          "Cannot gather elements %d to %d of %d apart from the others: groups have %d"
              .formatted(range.from(), range.to(), grid.count(), size));
    }
    if (layout != null) {
      return new BlendingAssembly(layout, weights(), range, sink);
    }
    return target.overlaps() ? new CropAssembly(target, blending, sink) : new DirectAssembly(sink);
  }

  private SlabWeights weights() {
    Shape window = target.window();
    float[][] along = new float[3][];
    for (int axis = 0; axis < 3; axis++) {
      // Slices of a window of slices are its channels: all count alike.
      boolean isChannel = axis == 2 && form == WindowForm.SLICES;
      int length = window.get(axis);
      along[axis] = isChannel ? Blending.ones(length) : blending.weights(length, sigma);
    }
    return new SlabWeights(layout, along, blending);
  }

  /** What {@link DataLoader#joinSeams} says. */
  void join(Iterable<Seams> all, PredictionSink sink) {
    SlabCarry carry = layout == null ? null : new SlabCarry(layout, weights(), sink);
    int next = 0;
    for (Seams seams : all) {
      if (seams.range().from() != next || (carry == null && !seams.isEmpty())) {
        throw new IllegalStateException(
            "Seams of elements from %d came where %d was expected"
                .formatted(seams.range().from(), next));
      }
      next = seams.range().to();
      for (SeamPart part : seams.parts()) {
        SlabRow row = SlabRow.of(layout, part);
        int index = part.region().start(layout.middleAxis());
        carry.fold(index, part.group(), row, row.first(), row.stop());
      }
    }
    if (next != grid.count() || (carry != null && !carry.isEmpty())) {
      throw new IllegalStateException(
          "Seams end at element %d of %d".formatted(next, grid.count()));
    }
  }

  /** Bytes held at most while predictions of the whole scan are put together. */
  long heldBytes() {
    return layout == null ? 0 : Float.BYTES * (layout.heldFloats() + weights().floats());
  }

  /** Bytes of a batch of raw and preprocessed images and of its predictions. */
  long batchBytes(int batchSize, Shape preprocessed) {
    Shape window = grid.window();
    long raw = form.input(window).elements();
    long predictions = form.output(window, classes).elements();
    return Float.BYTES * batchSize * (raw + preprocessed.elements() + predictions);
  }
}
