/**
 * Training shards: the records that elements of scans become, the files that hold them, which
 * subject is on which side of a split, what the index tells of them. Knows nothing of Spark.
 *
 * <p>May import: volume, dataset, loader (how it batches), export, ledger, segmentation (files of a
 * run), text, parquet.
 */
package io.medseg.shards;
