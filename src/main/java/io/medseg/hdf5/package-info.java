/**
 * The only importer of jhdf: reads and writes scans on any Hadoop file system and refuses what
 * would be read wrongly.
 *
 * <p>May import: volume, dataset.
 */
package io.medseg.hdf5;
