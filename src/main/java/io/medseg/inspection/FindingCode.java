package io.medseg.inspection;

import java.util.Locale;

/** What can be wrong with a dataset; the titles are stable, scripts may rely on them. */
public enum FindingCode {
  /** The layout finds no scans, or cannot tell them apart. */
  CANNOT_LIST(Severity.ERROR),
  /** A scan that the reader refuses. */
  UNREADABLE(Severity.ERROR),
  /** Slices that are not 1, 2, ... to the last. */
  MISSING_SLICES(Severity.ERROR),
  /** Slices of which only the mask file is there. */
  SLICE_WITHOUT_IMAGE(Severity.ERROR),
  /** Slices of which only the image file is there, where others have masks. */
  SLICE_WITHOUT_MASKS(Severity.ERROR),
  /** Masks with fewer channels than the classes need. */
  MISSING_CHANNELS(Severity.ERROR),
  /** A mask channel with several values other than 0: label numbers, probabilities. */
  MIXED_MASK(Severity.ERROR),
  /** A scan that the experiment's loader refuses. */
  REFUSED_BY_LOADER(Severity.ERROR),
  /** An affine whose voxels have another size than the spacing says. */
  WRONG_AFFINE(Severity.ERROR),
  /** Voxels that are NaN. */
  NOT_A_NUMBER(Severity.ERROR),
  /** Voxels that are infinite. */
  INFINITE(Severity.ERROR),
  /** An image of zeros. */
  ZERO_IMAGE(Severity.ERROR),
  /** A subject in several of the datasets. */
  SHARED_SUBJECT(Severity.ERROR),
  /** An image of one value that is not 0. */
  CONSTANT_IMAGE(Severity.WARNING),
  /** Two files for one slice. */
  DUPLICATE_SLICE(Severity.WARNING),
  /** Neighbouring slices with the same voxels. */
  IDENTICAL_SLICES(Severity.WARNING),
  /** Scans with the same voxels. */
  IDENTICAL_SCANS(Severity.WARNING),
  /** A scan without masks where others have some, or a dataset without any. */
  NO_MASKS(Severity.WARNING),
  /** A class without a voxel in a scan. */
  EMPTY_CLASS(Severity.WARNING),
  /** Voxels in several classes; an error where the experiment's classes exclude each other. */
  OVERLAP(Severity.WARNING),
  /** Mask values other than 0 and 1 that are read as 1. */
  MASK_VALUES(Severity.WARNING),
  /** Scans whose masks have different numbers of channels. */
  DIFFERENT_CHANNELS(Severity.WARNING),
  /** No spacing is stated, so 1 mm is taken. */
  ASSUMED_SPACING(Severity.WARNING),
  /** Files that belong to no scan. */
  STRAY_FILES(Severity.WARNING);

  private final Severity severity;

  FindingCode(Severity severity) {
    this.severity = severity;
  }

  /** How bad it is where nothing else is said. */
  public Severity severity() {
    return severity;
  }

  /** As reports show it, as in "missing-slices". */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
