package io.medseg.segmentation;

import io.medseg.export.CsvLine;
import io.medseg.postprocess.Components;
import io.medseg.postprocess.Neighbours;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Spacing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Size and place of one class of a scan. mm are counted from the centre of voxel (0, 0, 0) along H,
 * W and D: index times spacing.
 *
 * @param voxels number of them
 * @param centroid mean index of its voxels along H, W, D; NaN if it has none
 * @param start first index of its bounding box along H, W, D
 * @param stop index behind the last
 * @param components number of parts that hang together by faces, edges or corners
 */
record RegionRow(
    String scanId,
    String subjectId,
    String category,
    Spacing spacing,
    long voxels,
    double[] centroid,
    int[] start,
    int[] stop,
    int components) {
  private static final List<String> COLUMNS = columns();

  /** Measures a class. */
  static RegionRow of(Segmentation segmentation, int category) {
    MaskVolume labels = segmentation.labels();
    Extent extent = new Extent();
    for (int d = 0; d < segmentation.depth(); d++) {
      for (int h = 0; h < segmentation.height(); h++) {
        int row = h;
        int plane = d;
        MaskBits.forEach(labels, category, h, d, w -> extent.add(row, w, plane));
      }
    }
    return new RegionRow(
        segmentation.scanId(),
        segmentation.subjectId(),
        segmentation.classes().get(category).name(),
        segmentation.spacing(),
        extent.voxels,
        extent.centroid(),
        extent.start,
        extent.stop,
        Components.of(labels, category, Neighbours.CORNERS).count());
  }

  private static final class Extent {
    private long voxels;
    private final long[] sums = new long[3];
    private final int[] start = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    private final int[] stop = new int[3];

    void add(int h, int w, int d) {
      voxels++;
      add(0, h);
      add(1, w);
      add(2, d);
    }

    private void add(int axis, int index) {
      sums[axis] += index;
      start[axis] = Math.min(start[axis], index);
      stop[axis] = Math.max(stop[axis], index + 1);
    }

    double[] centroid() {
      return Arrays.stream(sums).mapToDouble(sum -> (double) sum / voxels).toArray();
    }
  }

  double milliliters() {
    return voxels * spacing.height() * spacing.width() * spacing.depth() / 1000;
  }

  private static List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("scan_id", "subject_id", "category"));
    columns.addAll(List.of("voxels", "volume_ml", "components"));
    for (String what : List.of("centroid_", "box_from_", "box_to_")) {
      for (String unit : List.of("", "_mm")) {
        for (String axis : List.of("h", "w", "d")) {
          columns.add(what + axis + unit);
        }
      }
    }
    return List.copyOf(columns);
  }

  /**
   * The names of the columns. Boxes are half-open in voxels; in mm they reach to the outer faces of
   * the voxels, half a voxel beyond their centres.
   */
  static List<String> header() {
    return COLUMNS;
  }

  /** The fields under {@link #header}; places of a class without voxels are empty. */
  List<String> fields() {
    List<String> fields = new ArrayList<>();
    fields.add(CsvLine.text(scanId));
    fields.add(subjectId == null ? "" : CsvLine.text(subjectId));
    fields.add(CsvLine.text(category));
    fields.add(Long.toString(voxels));
    fields.add(Double.toString(milliliters()));
    fields.add(Integer.toString(components));
    if (voxels == 0) {
      while (fields.size() < COLUMNS.size()) {
        fields.add("");
      }
      return fields;
    }
    double[] mm = {spacing.height(), spacing.width(), spacing.depth()};
    for (double index : centroid) {
      fields.add(Double.toString(index));
    }
    addMillimetres(fields, centroid, mm);
    addFaces(fields, start, mm);
    addFaces(fields, stop, mm);
    return fields;
  }

  private static void addFaces(List<String> fields, int[] faces, double[] mm) {
    double[] at = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      fields.add(Integer.toString(faces[axis]));
      at[axis] = faces[axis] - 0.5;
    }
    addMillimetres(fields, at, mm);
  }

  private static void addMillimetres(List<String> fields, double[] at, double[] mm) {
    for (int axis = 0; axis < 3; axis++) {
      fields.add(Double.toString(at[axis] * mm[axis]));
    }
  }
}
