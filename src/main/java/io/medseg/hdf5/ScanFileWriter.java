package io.medseg.hdf5;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Layout volumes: {@code <folder>/<scanId>.h5} with {@code volume} and {@code seg}.
   *
   * @return the file
   */
  public List<Path> writeVolume(Path folder, String scanId, Volume image, MaskVolume masks) {
    Hdf5Writer writer = new Hdf5Writer();
    add(writer, "", image, masks);
    Path file = new Path(folder, scanId + ".h5");
    writer.write(file, configuration);
    return List.of(file);
  }

  /**
   * Layout slices: {@code <folder>/<scanId>-Aug00_<slice>.im} and {@code .seg}, slices from 1; an
   * id that says which augmented copy it is stays as it is.
   *
   * @return the files
   */
  public List<Path> writeSlices(Path folder, String scanId, Volume image, MaskVolume masks) {
    String stem = scanId.contains("-Aug") ? scanId : scanId + "-Aug00";
    Shape shape = image.shape();
    Shape slice = Shape.of(shape.get(0), shape.get(1), 1);
    List<Path> files = new ArrayList<>();
    for (int d = 0; d < shape.get(2); d++) {
      Path name = new Path(folder, String.format(Locale.ROOT, "%s_%03d", stem, d + 1));
      files.add(name.suffix(".im"));
      new Hdf5Writer()
          .floats("data", slice, image.plane(d))
          .write(name.suffix(".im"), configuration);
      if (masks != null) {
        int plane = d;
        files.add(name.suffix(".seg"));
        new Hdf5Writer()
            .bytes(
                "data",
                slice.append(masks.classes()),
                (first, count, target) -> copyMasks(masks, plane, 1, first, count, target))
            .write(name.suffix(".seg"), configuration);
      }
    }
    return files;
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
