package io.medseg.inspection;

import io.medseg.text.Sha256;
import io.medseg.volume.Volume;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an image holds, as it is read: floats, normalised where the layout does that.
 *
 * @param finite of the voxels that are numbers
 * @param notANumber voxels that are NaN
 * @param infinite voxels that are infinite
 * @param sha256 of shape and voxels
 * @param repeated slices, counted from 1, with the same voxels as the slice before; slices of one
 *     value, such as empty ones at the ends, are left out
 */
public record ImageFacts(
    FiniteValues finite, long notANumber, long infinite, String sha256, List<Integer> repeated)
    implements Serializable {
  /** Copies the list. */
  public ImageFacts {
    repeated = List.copyOf(repeated);
  }

  /** Walks through the planes once, in ascending order. */
  public static ImageFacts of(Volume image) {
    Walk walk = new Walk(image.shape().toString());
    for (int d = 0; d < image.shape().get(2); d++) {
      walk.add(d, image.plane(d));
    }
    return walk.facts();
  }

  /** Whether every voxel has the same value. */
  boolean isConstant() {
    return notANumber + infinite == 0 && finite.min() == finite.max();
  }

  /** Whether every voxel is 0. */
  boolean isZero() {
    return isConstant() && finite.min() == 0;
  }

  /** What is known so far. */
  private static final class Walk {
    private final MessageDigest digest = Sha256.digest();
    private final List<Integer> repeated = new ArrayList<>();
    private FiniteValues finite = FiniteValues.NONE;
    private long notANumber;
    private long infinite;
    private float[] previous;

    Walk(String shape) {
      digest.update(shape.getBytes(StandardCharsets.UTF_8));
    }

    void add(int d, float[] plane) {
      FiniteValues values = FiniteValues.of(plane);
      finite = finite.plus(values);
      if (values.count() < plane.length) {
        countOthers(plane);
      }
      if (values.min() < values.max() && Arrays.equals(previous, plane)) {
        repeated.add(d + 1);
      }
      previous = plane;
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * plane.length);
      bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(plane);
      digest.update(bytes);
    }

    private void countOthers(float[] plane) {
      for (float value : plane) {
        notANumber += Float.isNaN(value) ? 1 : 0;
        infinite += Float.isInfinite(value) ? 1 : 0;
      }
    }

    ImageFacts facts() {
      return new ImageFacts(finite, notANumber, infinite, Sha256.text(digest.digest()), repeated);
    }
  }
}
