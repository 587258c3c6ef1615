package io.medseg.segmentation;

import io.medseg.volume.Affine;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header of a NIfTI-1 file ".nii", little-endian, 348 bytes, as nifti1.h describes it. Its axes
 * i, j, k (the first is the fastest in the file) are H, W, D, so nibabel's arrays are H x W x D.
 *
 * @param shape H x W x D, or H x W x D x C
 * @param type of the voxels
 * @param spacing mm along H, W, D
 * @param affine null where unknown: then both codes are 0
 * @param note 79 characters of ASCII at most
 */
record NiftiHeader(Shape shape, Type type, Spacing spacing, Affine affine, String note) {
  static final int BYTES = 348;

  /** Longest axis that the format has. */
  static final int MOST = Short.MAX_VALUE;

  private static final int MILLIMETRES = 2;

  /** NIFTI_XFORM_ALIGNED_ANAT: the patient's axes, from an origin that nothing is said of. */
  private static final int ALIGNED = 2;

  /** Types of voxels with their codes and what the values mean. */
  enum Type {
    /** Labels: DT_UINT8, NIFTI_INTENT_LABEL. */
    LABELS(2, 8, 1002),
    /** Anything else: DT_FLOAT32. */
    FLOATS(16, 32, 0);

    private final int code;
    private final int bits;
    private final int intent;

    Type(int code, int bits, int intent) {
      this.code = code;
      this.bits = bits;
      this.intent = intent;
    }
  }

  /**
   * The header and, behind it, the extensions.
   *
   * @param extension with its own size and code, a multiple of 16 bytes; may be empty
   */
  byte[] with(byte[] extension) {
    int offset = BYTES + 4 + extension.length;
    ByteBuffer bytes = ByteBuffer.allocate(offset).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0, BYTES);
    bytes.put(38, (byte) 'r');
    putShape(bytes);
    bytes.putFloat(108, offset);
    bytes.putFloat(112, 1);
    bytes.put(123, (byte) MILLIMETRES);
    bytes.put(148, note.getBytes(StandardCharsets.US_ASCII));
    putAffine(bytes);
    bytes.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
    bytes.put(BYTES, (byte) (extension.length == 0 ? 0 : 1));
    bytes.put(BYTES + 4, extension);
    return bytes.array();
  }

  private void putShape(ByteBuffer bytes) {
    double[] mm = {spacing.height(), spacing.width(), spacing.depth()};
    bytes.putShort(40, (short) shape.rank());
    for (int axis = 0; axis < 7; axis++) {
      int length = axis < shape.rank() ? shape.get(axis) : 1;
      bytes.putShort(42 + 2 * axis, (short) length);
      bytes.putFloat(80 + 4 * axis, axis < 3 ? (float) mm[axis] : 1);
    }
    bytes.putShort(68, (short) type.intent);
    bytes.putShort(70, (short) type.code);
    bytes.putShort(72, (short) type.bits);
  }

  private void putAffine(ByteBuffer bytes) {
    // qfac: whether the third axis is turned round after the rotation.
    bytes.putFloat(76, affine != null && affine.determinant() < 0 ? -1 : 1);
    if (affine == null) {
      return;
    }
    bytes.putShort(254, (short) ALIGNED);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        bytes.putFloat(280 + 16 * row + 4 * column, (float) affine.get(row, column));
      }
    }
    putRotation(bytes);
  }

  /**
   * A rotation cannot say that axes do not stand at right angles, by rounding or since they are
   * sheared: it is the nearest one, for readers that take rotations alone, as ITK does.
   */
  private void putRotation(ByteBuffer bytes) {
    bytes.putShort(252, (short) ALIGNED);
    double[] quaternion = Quaternion.of(affine);
    for (int i = 0; i < 3; i++) {
      bytes.putFloat(256 + 4 * i, (float) quaternion[i + 1]);
      bytes.putFloat(268 + 4 * i, (float) affine.get(i, 3));
    }
  }
}
