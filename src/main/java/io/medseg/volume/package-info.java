/**
 * Shapes, regions, padding, volumes and masks in memory, and index arithmetic on them.
 *
 * <p>May import: the JDK only.
 */
package io.medseg.volume;
