package io.medseg.loader;

import io.medseg.volume.PredictionSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * What groups have made so far of the planes that later ones touch, row by row. Groups are folded
 * in ascending order, ((g1 + g2) + g3), so that the result does not depend on where a scan is cut
 * into ranges. Planes that no later group touches go to the sink. Used by one thread.
 */
final class SlabCarry {
  private final SlabLayout layout;
  private final SlabWeights weights;
  private final PredictionSink sink;
  private final BitSet covered;
  private final int room;
  private final SlabRow[] rows;
  private final Deque<float[]> spare = new ArrayDeque<>();
  private long floats;

  SlabCarry(SlabLayout layout, SlabWeights weights, PredictionSink sink) {
    this.layout = layout;
    this.weights = weights;
    this.sink = sink;
    this.covered = layout.fast().covered();
    this.room = layout.slow().longestOverlap();
    this.rows = new SlabRow[layout.middle().length()];
  }

  /** Floats that all rows take that were ever held at once. */
  long floats() {
    return floats;
  }

  /**
   * Folds one row of a group. Its planes are overwritten.
   *
   * @param from first plane to fold; those held before it stay
   * @param to plane behind the last to fold, none behind it is held
   */
  void fold(int row, int group, SlabRow own, int from, int to) {
    SlabRow held = rows[row];
    if (held != null && held.stop() > from) {
      weights.merge(held, own, row, group, from, held.stop());
    }
    int next = Math.min(layout.firstPlaneFrom(group + 1), to);
    emit(row, own, from, next);
    int kept = Math.max(from, next);
    keep(row, own, held != null && held.stop() == from ? held.first() : kept, kept, to);
  }

  /** Each voxel in some window once: what lies between windows comes from elsewhere. */
  private void emit(int row, SlabRow own, int from, int to) {
    if (from >= to) {
      return;
    }
    for (int start = covered.nextSetBit(0); start >= 0; ) {
      int stop = covered.nextClearBit(start);
      sink.accept(own.block(row, from, to, start, stop));
      start = covered.nextSetBit(stop);
    }
  }

  private void keep(int row, SlabRow own, int first, int from, int to) {
    SlabRow held = rows[row];
    if (from < to) {
      rows[row] = new SlabRow(layout, held == null ? array() : held.values(), first, to, room);
      own.copyTo(rows[row], from, to);
    } else if (held != null) {
      spare.push(held.values());
      rows[row] = null;
    }
  }

  private float[] array() {
    float[] used = spare.poll();
    if (used != null) {
      return used;
    }
    int length = Math.multiplyExact(layout.rowVoxels(room), layout.classes());
    floats += length;
    return new float[length];
  }

  /** What is held, as parts of the last group folded. */
  List<SeamPart> parts(int group) {
    List<SeamPart> parts = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      SlabRow held = rows[row];
      if (held != null) {
        parts.add(held.part(group, row, held.first(), held.stop()));
        rows[row] = null;
      }
    }
    return parts;
  }

  /** Whether nothing is held. */
  boolean isEmpty() {
    for (SlabRow row : rows) {
      if (row != null) {
        return false;
      }
    }
    return true;
  }
}
