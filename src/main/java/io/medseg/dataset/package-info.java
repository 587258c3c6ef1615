/**
 * Datasets, their scans, their file layouts and the catalog that names them; no voxels are read
 * here.
 *
 * <p>May import: volume, text, Hadoop file systems.
 */
package io.medseg.dataset;
