/**
 * Counts, surfaces, distances and the named metrics of one class.
 *
 * <p>May import: volume.
 */
package io.medseg.metric;
