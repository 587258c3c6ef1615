package io.medseg.hdf5;

import java.util.Arrays;

/**
 * The shape of a dataset.
 *
 * @param lengths of its axes; empty for a scalar
 * @param most what they may grow to, {@link Fields#UNDEFINED} without limit
 */
record Dataspace(long[] lengths, long[] most) {
  private static final int MOST_AXES = 32;
  private static final int SCALAR = 0;
  private static final int SIMPLE = 1;
  private static final int NULL = 2;

  static Dataspace of(Fields fields) {
    int version = fields.version(1, 2);
    int rank = fields.u8();
    int flags = fields.u8();
    int type = version == 1 ? Math.min(rank, 1) : 0;
    if (version == 1) {
      fields.skip(5);
    } else {
      type = fields.u8();
    }
    if (type == NULL) {
      throw new Refusal("it has no elements (a null dataspace, h5py.Empty)");
    }
    boolean fits = type == SIMPLE && rank > 0 || type == SCALAR && rank == 0;
    if (rank > MOST_AXES || !fits) {
      throw fields.damaged("its dataspace is of type " + type + " with " + rank + " axes");
    }
    long[] lengths = new long[rank];
    for (int i = 0; i < rank; i++) {
      lengths[i] = fields.length();
    }
    long[] most = lengths.clone();
    for (int i = 0; i < rank && (flags & 1) != 0; i++) {
      most[i] = fields.numberOrUndefined(fields.lengthWidth());
    }
    Dataspace space = new Dataspace(lengths, most);
    space.check(fields);
    return space;
  }

  private void check(Fields fields) {
    for (int i = 0; i < lengths.length; i++) {
      if (most[i] != Fields.UNDEFINED && lengths[i] > most[i]) {
        throw fields.damaged(
            "shape %s is beyond its maximum %s"
                .formatted(Arrays.toString(lengths), Arrays.toString(most)));
      }
    }
    for (long length : lengths) {
      if (length > Integer.MAX_VALUE) {
        throw new Refusal("its shape " + Arrays.toString(lengths) + " is too large");
      }
    }
  }

  long elements() {
    long elements = 1;
    for (long length : lengths) {
      if (length == 0) {
        return 0;
      }
    }
    for (long length : lengths) {
      if (elements > Long.MAX_VALUE / 64 / length) {
        throw new Refusal("its shape " + Arrays.toString(lengths) + " is too large");
      }
      elements *= length;
    }
    return elements;
  }
}
