/**
 * Preprocessing steps on batches.
 *
 * <p>May import: volume.
 */
package io.medseg.transform;
