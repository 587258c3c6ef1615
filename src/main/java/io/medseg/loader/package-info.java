/**
 * Data loaders: scatter scans into elements, batch them, gather predictions.
 *
 * <p>May import: volume, dataset, transform, experiment.
 */
package io.medseg.loader;
