package io.medseg.hdf5;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes scans in the layouts that are read: image as float32, masks as uint8 0 or 1. Masks may be
 * null: then none are written.
 */
public final class ScanFileWriter {
  private final Configuration configuration;

  /** A writer for the file systems of this configuration. */
  public ScanFileWriter(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Layout volumes: {@code <folder>/<scanId>.h5} with {@code volume} and {@code seg}. */
  public void writeVolume(Path folder, String scanId, Volume image, MaskVolume masks) {
    Hdf5Writer writer = new Hdf5Writer();
    add(writer, "", image, masks);
    writer.write(new Path(folder, scanId + ".h5"), configuration);
  }

  /** Layout slices: {@code <folder>/<scanId>-Aug00_<slice>.im} and {@code .seg}, slices from 1. */
  public void writeSlices(Path folder, String scanId, Volume image, MaskVolume masks) {
    Shape shape = image.shape();
    Shape slice = Shape.of(shape.get(0), shape.get(1), 1);
    for (int d = 0; d < shape.get(2); d++) {
      String name = String.format(Locale.ROOT, "%s-Aug00_%03d", scanId, d + 1);
      new Hdf5Writer()
          .floats("data", slice, image.plane(d))
          .write(new Path(folder, name + ".im"), configuration);
      if (masks != null) {
        int plane = d;
        new Hdf5Writer()
            .bytes(
                "data",
                slice.append(masks.classes()),
                (first, count, target) -> copyMasks(masks, plane, 1, first, count, target))
            .write(new Path(folder, name + ".seg"), configuration);
      }
    }
  }

  /**
   * Adds a scan to a file: {@code volume} and {@code seg} in a group, as layout single-file has
   * them, or in the root group if the name is empty.
   */
  public static void add(Hdf5Writer writer, String group, Volume image, MaskVolume masks) {
    String prefix = group.isEmpty() ? "" : group + "/";
    writer.floats(
        prefix + "volume",
        image.shape(),
        (first, count, target) -> copyImage(image, first, count, target));
    if (masks != null) {
      writer.bytes(
          prefix + "seg",
          masks.shape().append(masks.classes()),
          (first, count, target) ->
              copyMasks(masks, 0, masks.shape().get(2), first, count, target));
    }
  }

  private static void copyImage(Volume image, long first, int count, ByteBuffer target) {
    int depth = image.shape().get(2);
    int voxel = (int) (first / depth);
    int d = (int) (first % depth);
    for (int i = 0; i < count; i++) {
      target.putFloat(image.plane(d)[voxel]);
      if (++d == depth) {
        d = 0;
        voxel++;
      }
    }
  }

  /** Some elements of H x W x depth x C, whose first slice is {@code plane} of the masks. */
  private static void copyMasks(
      MaskVolume masks, int plane, int depth, long first, int count, ByteBuffer target) {
    int width = masks.shape().get(1);
    int classes = masks.classes();
    int c = (int) (first % classes);
    int d = (int) (first / classes % depth);
    int voxel = (int) (first / classes / depth);
    for (int i = 0; i < count; i++) {
      target.put((byte) (masks.get(voxel / width, voxel % width, plane + d, c) ? 1 : 0));
      if (++c == classes) {
        c = 0;
        if (++d == depth) {
          d = 0;
          voxel++;
        }
      }
    }
  }
}
