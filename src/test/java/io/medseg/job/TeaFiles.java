package io.medseg.job;

import io.medseg.hdf5.Hdf5Writer;
import io.medseg.phantom.Phantom;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import java.util.Map;

/** Phantoms as files of layout skm-tea. */
final class TeaFiles {
  private static final String IMAGE =
      """
      {"file_name": "%s.h5", "scan_id": "%s", "subject_id": 7,
       "voxel_spacing": [0.5, 0.5, 1.5], "matrix_shape": [64, 64, %d]}
      """;

  private TeaFiles() {}

  /**
   * The file of a phantom.
   *
   * @param images names, and the standard deviation of each: a power of two, so that normalising
   *     gives the phantom's image to the last bit
   */
  static Hdf5Writer of(Phantom phantom, Map<String, Float> images) {
    Shape shape = phantom.image().shape();
    MaskVolume masks = phantom.masks();
    int classes = masks.classes();
    byte[] seg = new byte[Math.toIntExact(shape.elements()) * classes];
    for (int i = 0; i < seg.length; i++) {
      int[] at = at(i / classes, shape);
      seg[i] = (byte) (masks.get(at[0], at[1], at[2], i % classes) ? 1 : 0);
    }
    Hdf5Writer file = new Hdf5Writer().bytes("seg", shape.append(classes), seg);
    images.forEach((name, deviation) -> add(file, phantom, name, deviation));
    return file;
  }

  private static void add(Hdf5Writer file, Phantom phantom, String name, float deviation) {
    Shape shape = phantom.image().shape();
    float[] voxels = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < voxels.length; i++) {
      int[] at = at(i, shape);
      voxels[i] = phantom.image().get(at[0], at[1], at[2]) * deviation;
    }
    file.floats(name, shape, voxels)
        .number("stats/" + name + "/mean", 0)
        .number("stats/" + name + "/std", deviation);
  }

  private static int[] at(int voxel, Shape shape) {
    int row = voxel / shape.get(2);
    return new int[] {row / shape.get(1), row % shape.get(1), voxel % shape.get(2)};
  }

  /** What an annotation file says of a scan. */
  static String image(int scan, int depth) {
    return IMAGE.formatted(Phantoms.id(scan), Phantoms.id(scan), depth);
  }

  /** An annotation file. */
  static String annotations(String... images) {
    return "{\"images\": [" + String.join(",", images) + "]}";
  }
}
