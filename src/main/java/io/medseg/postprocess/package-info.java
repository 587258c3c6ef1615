/**
 * Changes to the labels of a scan before they are scored: connected components, holes, small
 * pieces. A new step is a class that implements {@link io.medseg.postprocess.PostProcess} and a
 * line in {@link io.medseg.postprocess.PostProcesses}.
 *
 * <p>May import: volume.
 */
package io.medseg.postprocess;
