/**
 * What is written for one scan: the seam {@link io.medseg.segmentation.SegmentationWriter}, the
 * built-in formats, and the place that files go to. Knows nothing of models, metrics or Spark.
 *
 * <p>May import: volume, dataset, hdf5, export, postprocess, ledger, text.
 */
package io.medseg.segmentation;
