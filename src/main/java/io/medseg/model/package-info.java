/**
 * The seam to a segmentation model: signature, session, recipe, location and fingerprint.
 *
 * <p>May import: volume.
 */
package io.medseg.model;
