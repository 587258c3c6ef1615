/**
 * Two runs side by side, scan by scan, from the files that they wrote.
 *
 * <p>May import: export, text.
 */
package io.medseg.comparison;
