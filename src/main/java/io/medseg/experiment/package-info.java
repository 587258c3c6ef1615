/**
 * Experiment settings: MedSegPy's YAML and INI files, literals, defaults and overrides.
 *
 * <p>May import: dataset, text, Hadoop file systems.
 */
package io.medseg.experiment;
