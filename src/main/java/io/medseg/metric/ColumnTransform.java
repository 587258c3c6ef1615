package io.medseg.metric;

import io.medseg.volume.Spacing;
import java.util.Arrays;

/**
 * Exact squared distances for voxels that are far from a surface: the separable distance transform
 * of Felzenszwalb and Huttenlocher ("Distance Transforms of Sampled Functions", 2012), evaluated
 * only where it is asked for. For one w and one plane d of the surface, every row h has a nearest
 * voxel along W; the least of {@code (h' - h)^2 + that} over h is the lower envelope of parabolas,
 * which is built once and read at all h' that are asked for; the third axis is the least over d.
 * Time is at most proportional to the box plus voxels times depth; memory is a few arrays of one
 * column. Used by one thread.
 */
final class ColumnTransform {
  private final Surface target;
  private final Spacing spacing;
  private int[] voxels = new int[4 * 64]; // h, w, d, place of each
  private int count;

  // The envelope: parabola i has its lowest point at row vertex[i] and is lowest from bound[i] on.
  private final int[] vertex;
  private final int[] stepsW;
  private final double[] bound;
  private int last;

  ColumnTransform(Surface target, Spacing spacing) {
    this.target = target;
    this.spacing = spacing;
    this.vertex = new int[target.extent().height()];
    this.stepsW = new int[vertex.length];
    this.bound = new double[vertex.length];
  }

  /** Asks for a voxel; voxels come in ascending order of h. */
  void add(int h, int w, int d, int place) {
    if (4 * count == voxels.length) {
      voxels = Arrays.copyOf(voxels, 2 * voxels.length);
    }
    voxels[4 * count] = h;
    voxels[4 * count + 1] = w;
    voxels[4 * count + 2] = d;
    voxels[4 * count + 3] = place;
    count++;
  }

  /** Lowers {@code squared[place]} of every voxel asked for to its exact squared distance in mm. */
  void improve(double[] squared) {
    int[] byColumn = sortedByColumn();
    int from = 0;
    while (from < count) {
      int w = voxels[byColumn[from] + 1];
      int to = from + 1;
      while (to < count && voxels[byColumn[to] + 1] == w) {
        to++;
      }
      int[] column = Arrays.copyOfRange(byColumn, from, to);
      int startD = target.extent().startD();
      for (int d = startD; d < startD + target.extent().depth(); d++) {
        if (mayImprove(column, d, squared)) {
          buildEnvelope(w, d);
          readEnvelope(column, d, squared);
        }
      }
      from = to;
    }
  }

  /** Offsets into {@link #voxels}, ascending in w, then as they came, which is ascending in h. */
  private int[] sortedByColumn() {
    int columns = 0;
    for (int i = 0; i < count; i++) {
      columns = Math.max(columns, voxels[4 * i + 1] + 1);
    }
    int[] places = new int[columns + 1];
    for (int i = 0; i < count; i++) {
      places[voxels[4 * i + 1] + 1]++;
    }
    for (int w = 0; w < columns; w++) {
      places[w + 1] += places[w];
    }
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[places[voxels[4 * i + 1]]++] = 4 * i;
    }
    return sorted;
  }

  private boolean mayImprove(int[] column, int d, double[] squared) {
    for (int voxel : column) {
      if (squaredDepth(voxel, d) < squared[voxels[voxel + 3]]) {
        return true;
      }
    }
    return false;
  }

  private double squaredDepth(int voxel, int d) {
    double mm = (voxels[voxel + 2] - d) * spacing.depth();
    return mm * mm;
  }

  private void buildEnvelope(int w, int d) {
    last = -1;
    int startH = target.extent().startH();
    for (int h = startH; h < startH + target.extent().height(); h++) {
      int steps = target.nearest(target.row(h, d), w);
      if (steps == Surface.NONE) {
        continue;
      }
      double from = Double.NEGATIVE_INFINITY;
      while (last >= 0) {
        from = crossing(last, h, steps);
        if (from > bound[last]) {
          break;
        }
        last--;
        from = Double.NEGATIVE_INFINITY;
      }
      last++;
      vertex[last] = h;
      stepsW[last] = steps;
      bound[last] = from;
    }
  }

  /** The row, as a real number, from which on the parabola of {@code h} is below an earlier one. */
  private double crossing(int earlier, int h, int steps) {
    double ratio = spacing.width() / spacing.height();
    double gap = h - vertex[earlier];
    double rise = ((double) steps - stepsW[earlier]) * ((double) steps + stepsW[earlier]);
    return (h + vertex[earlier]) / 2.0 + rise * (ratio * ratio) / (2 * gap);
  }

  private void readEnvelope(int[] column, int d, double[] squared) {
    int lowest = 0;
    for (int voxel : column) {
      int h = voxels[voxel];
      while (lowest < last && bound[lowest + 1] < h) {
        lowest++;
      }
      if (last >= 0) {
        double mmH = (h - vertex[lowest]) * spacing.height();
        double mmW = stepsW[lowest] * spacing.width();
        double sum = mmH * mmH + mmW * mmW + squaredDepth(voxel, d);
        int place = voxels[voxel + 3];
        squared[place] = Math.min(squared[place], sum);
      }
    }
  }
}
