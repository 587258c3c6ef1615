package io.medseg.postprocess;

import java.util.Arrays;

/**
 * Joins the runs of a mask that touch (union-find). Each pair of neighbouring rows is walked once,
 * both lists of runs in step. A set's root is its run that comes first.
 */
final class RunUnion {
  private final Runs runs;
  private final int[] parent;

  /**
   * @param height rows of a plane
   * @param depth planes
   */
  RunUnion(Runs runs, int height, int depth, Neighbours neighbours) {
    this.runs = runs;
    this.parent = new int[runs.count()];
    Arrays.setAll(parent, run -> run);
    // Runs of rows that share a face touch diagonally too where edges count; rows that share an
    // edge only touch diagonally where corners count.
    int reachOverFace = neighbours == Neighbours.FACES ? 0 : 1;
    int reachOverEdge = neighbours == Neighbours.CORNERS ? 1 : 0;
    for (int row = 0; row < height * depth; row++) {
      if (runs.first(row) == runs.first(row + 1)) {
        continue;
      }
      int h = row % height;
      if (h > 0) {
        join(row - 1, row, reachOverFace);
      }
      if (row >= height) {
        join(row - height, row, reachOverFace);
        if (neighbours != Neighbours.FACES) {
          joinOverEdges(row - height, row, h, height, reachOverEdge);
        }
      }
    }
  }

  private void joinOverEdges(int below, int row, int h, int height, int reach) {
    if (h > 0) {
      join(below - 1, row, reach);
    }
    if (h < height - 1) {
      join(below + 1, row, reach);
    }
  }

  /**
   * Joins the runs of two rows that touch.
   *
   * @param reach 0 if they must share a position along W, 1 if neighbouring ones will do
   */
  private void join(int rowA, int rowB, int reach) {
    int a = runs.first(rowA);
    int b = runs.first(rowB);
    int endA = runs.first(rowA + 1);
    int endB = runs.first(rowB + 1);
    while (a < endA && b < endB) {
      if (runs.to(a) + reach <= runs.from(b)) {
        a++;
      } else if (runs.to(b) + reach <= runs.from(a)) {
        b++;
      } else {
        union(a, b);
        if (runs.to(a) < runs.to(b)) {
          a++;
        } else {
          b++;
        }
      }
    }
  }

  private void union(int a, int b) {
    int rootA = find(a);
    int rootB = find(b);
    if (rootA < rootB) {
      parent[rootB] = rootA;
    } else {
      parent[rootA] = rootB;
    }
  }

  private int find(int run) {
    int root = run;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  /** The root of each run. */
  int[] roots() {
    int[] roots = new int[parent.length];
    Arrays.setAll(roots, this::find);
    return roots;
  }
}
