package io.medseg.loader;

import io.medseg.experiment.Experiment;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;

/**
 * The axis along which a volume is cut into slices: the setting SLICE_AXIS. A loader sees the axes
 * of a volume with this one moved to the end and the others in their order: W, D, H for H; H, D, W
 * for W; H, W, D for D. Windows and elements are in the order of the loader; volumes, masks and
 * what a {@link PredictionSink} gets stay H, W, D. Nothing is copied for it: only strides change
 * places.
 */
enum SliceAxis {
  /** Slices W x D. */
  H(1, 2, 0),
  /** Slices H x D. */
  W(0, 2, 1),
  /** Slices H x W, as volumes are kept. */
  D(0, 1, 2);

  private final int[] order;
  private final int[] position = new int[3];

  SliceAxis(int... order) {
    this.order = order;
    for (int axis = 0; axis < order.length; axis++) {
      position[order[axis]] = axis;
    }
  }

  /** SLICE_AXIS of an experiment. */
  static SliceAxis of(Experiment experiment) {
    return values()[experiment.sliceAxis()];
  }

  /** Which axis of the loader an axis of the volume is. */
  int position(int volumeAxis) {
    return position[volumeAxis];
  }

  /** Lengths of a volume as the loader sees them. */
  Shape toLoader(Shape volume) {
    return Shape.of(volume.get(order[0]), volume.get(order[1]), volume.get(order[2]));
  }

  /** Lengths that the loader sees as H x W x D. */
  Shape toVolume(Shape seen) {
    return Shape.of(seen.get(position[0]), seen.get(position[1]), seen.get(position[2]));
  }

  /** A volume as messages call it: as it is kept, and that it is seen otherwise. */
  String show(Shape seen) {
    return toVolume(seen) + (this == D ? "" : " with SLICE_AXIS " + ordinal());
  }

  /**
   * A sink for blocks in the order of the loader, which hands them on in that of the volume. Slices
   * along W go on plane by plane: a mask is kept so, and their rows of one voxel would jump in it.
   */
  PredictionSink toVolume(PredictionSink sink) {
    return switch (this) {
      case D -> sink;
      case H -> block -> sink.accept(toVolume(block));
      case W -> block -> byPlanes(toVolume(block), sink);
    };
  }

  private static void byPlanes(PredictionBlock block, PredictionSink sink) {
    Region all = block.region();
    for (int d = 0; d < all.length(2); d++) {
      int[] start = {all.start(0), all.start(1), all.start(2) + d};
      int[] stop = {all.stop(0), all.stop(1), all.start(2) + d + 1};
      sink.accept(
          new PredictionBlock(
              Region.of(start, stop),
              block.values(),
              block.offset() + d * block.strideD(),
              block.strideH(),
              block.strideW(),
              block.strideD(),
              block.classes()));
    }
  }

  private PredictionBlock toVolume(PredictionBlock block) {
    int[] strides = {block.strideH(), block.strideW(), block.strideD()};
    int[] start = new int[3];
    int[] stop = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      start[axis] = block.region().start(position[axis]);
      stop[axis] = block.region().stop(position[axis]);
    }
    return new PredictionBlock(
        Region.of(start, stop),
        block.values(),
        block.offset(),
        strides[position[0]],
        strides[position[1]],
        strides[position[2]],
        block.classes());
  }
}
