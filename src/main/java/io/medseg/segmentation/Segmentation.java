package io.medseg.segmentation;

import io.medseg.InputException;
import io.medseg.dataset.Category;
import io.medseg.volume.Affine;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import io.medseg.volume.Volume;
import java.util.List;

/**
 * What is known of one scan when it is written. Not copied: it lives as long as what it holds does.
 *
 * @param scanId file names start with it
 * @param subjectId null where unknown
 * @param shape H x W x D
 * @param spacing mm along H, W, D
 * @param affine of voxels to mm in the patient (RAS+); null where the dataset states none
 * @param classes of the labels, in their order; class i has the value i + 1 in a label map
 * @param image may be read by slabs: planes are asked for in ascending order, as often as a writer
 *     must
 * @param labels decided and post-processed; classes may overlap
 * @param truth null where there is none
 * @param probabilities what the model gave, its background channel included; null if no writer
 *     wants it
 */
public record Segmentation(
    String scanId,
    String subjectId,
    Shape shape,
    Spacing spacing,
    Affine affine,
    List<Category> classes,
    Volume image,
    MaskVolume labels,
    MaskVolume truth,
    ProbabilityStore probabilities) {
  /**
   * Checks that its parts belong together.
   *
   * @throws InputException if the scan's id cannot be a file name
   */
  public Segmentation {
    FileNames.checkScanId(scanId);
    classes = List.copyOf(classes);
    check(scanId, "image", image.shape(), shape);
    check(scanId, "labels", classed(labels), shape.append(classes.size()));
    if (truth != null) {
      check(scanId, "truth", classed(truth), shape.append(classes.size()));
    }
    if (probabilities != null) {
      check(scanId, "probabilities", probabilities.shape(), shape);
    }
  }

  private static Shape classed(MaskVolume masks) {
    return masks.shape().append(masks.classes());
  }

  private static void check(String scanId, String part, Shape found, Shape expected) {
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "Invalid %s of scan %s: %s where %s is expected"
              .formatted(part, scanId, found, expected));
    }
  }

  int height() {
    return shape.get(0);
  }

  int width() {
    return shape.get(1);
  }

  int depth() {
    return shape.get(2);
  }

  /**
   * The probabilities.
   *
   * @throws IllegalStateException if they were not kept
   */
  ProbabilityStore keptProbabilities() {
    if (probabilities == null) {
      throw new IllegalStateException("A writer wants probabilities, but none were kept");
    }
    return probabilities;
  }
}
