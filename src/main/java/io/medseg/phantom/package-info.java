/**
 * Synthetic scans for the demo, tests and benchmarks.
 *
 * <p>May import: volume.
 */
package io.medseg.phantom;
