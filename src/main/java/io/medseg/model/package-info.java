/**
 * The seam to a segmentation model: signature, session, recipe, check against the experiment,
 * location and fingerprint of its files, and the one loaded model per JVM.
 *
 * <p>May import: volume, Hadoop file systems.
 */
package io.medseg.model;
