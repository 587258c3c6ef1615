/**
 * Reads and writes scans on any Hadoop file system and refuses what would be read wrongly.
 *
 * <p>The structures of HDF5 files are read by this package's own code, by the HDF5 File Format
 * Specification 3.0 and, where that is silent, as libhdf5 reads them. A reader library looks at
 * every object beside the wanted one, trusts what it finds and knows few kinds of chunk index; here
 * only what leads to a dataset is looked at and every structure is checked. jhdf, which no other
 * package may import, writes files and computes checksums.
 *
 * <p>May import: volume, dataset.
 */
package io.medseg.hdf5;
