/**
 * Experiment settings: MedSegPy's YAML and INI files, literals, defaults and overrides.
 *
 * <p>May import: dataset.
 */
package io.medseg.experiment;
