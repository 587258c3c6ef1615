package io.medseg.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.medseg.GoldenFolder;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the recorded evaluations of the reference. Nothing in them is known beforehand. */
final class GoldenEvaluation {
  private GoldenEvaluation() {}

  /** The folder of all recordings. */
  static Path root() {
    return GoldenFolder.root();
  }

  /** The folder of the recorded evaluations. */
  static Path evaluations() {
    List<Path> folders = GoldenFolder.casesWith("runs");
    if (folders.size() > 1) {
      throw new IllegalStateException("Only one case of evaluations is expected: " + folders);
    }
    return folders.get(0);
  }

  static JsonNode json(Path file) {
    return GoldenFolder.json(file);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folders below that hold a file of this name, in order of their names. */
  static List<Path> foldersWith(Path folder, String file) {
    try (Stream<Path> below = Files.list(folder)) {
      return below.filter(path -> Files.exists(path.resolve(file))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Numbers, where "NaN" is a string. */
  static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(GoldenEvaluation::number)
        .toArray();
  }

  static double number(JsonNode value) {
    return value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
  }

  /** Null or missing: 1 mm; a number: every axis; else (H, W, D). */
  static Spacing spacing(JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return Spacing.UNIT;
    }
    return value.isNumber()
        ? new Spacing(value.asDouble(), value.asDouble(), value.asDouble())
        : new Spacing(value.get(0).asDouble(), value.get(1).asDouble(), value.get(2).asDouble());
  }

  /**
   * A numeric dataset, row-major.
   *
   * @param shape as in the file
   */
  record Values(int[] shape, float[] values) {
    static Values read(HdfFile file, String path) {
      Dataset dataset = file.getDatasetByPath(path);
      Object flat = dataset.getDataFlat();
      float[] values = new float[Array.getLength(flat)];
      for (int i = 0; i < values.length; i++) {
        values[i] = Array.getFloat(flat, i);
      }
      return new Values(dataset.getDimensions(), values);
    }

    /** H x W x D; a missing D is 1. */
    Shape volume(int axes) {
      int[] lengths = {1, 1, 1};
      System.arraycopy(shape, 0, lengths, 0, axes);
      return Shape.of(lengths);
    }

    /** H x W x D x C as the masks that are not 0. */
    MaskVolume classes() {
      return masks(volume(3), shape[3]);
    }

    /** H x W (x D) as one mask. */
    MaskVolume mask() {
      return masks(volume(shape.length), 1);
    }

    private MaskVolume masks(Shape hwd, int classes) {
      MaskVolume masks = MaskVolume.empty(hwd.get(0), hwd.get(1), hwd.get(2), classes);
      for (int i = 0; i < values.length; i++) {
        if (values[i] != 0) {
          int voxel = i / classes;
          int row = voxel / hwd.get(2);
          masks.set(row / hwd.get(1), row % hwd.get(1), voxel % hwd.get(2), i % classes);
        }
      }
      return masks;
    }

    /** H x W x D x C, one block per slice as a gatherer hands them on. */
    List<PredictionBlock> slices() {
      List<PredictionBlock> blocks = new ArrayList<>();
      for (int d = 0; d < shape[2]; d++) {
        blocks.add(
            new PredictionBlock(
                Region.of(new int[] {0, 0, d}, new int[] {shape[0], shape[1], d + 1}),
                values,
                d * shape[3],
                shape[1] * shape[2] * shape[3],
                shape[2] * shape[3],
                shape[3],
                shape[3]));
      }
      return blocks;
    }
  }
}
