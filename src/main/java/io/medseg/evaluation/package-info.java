/**
 * Decisions, evaluators, scores per scan, summaries over scans.
 *
 * <p>May import: metric, dataset, volume.
 */
package io.medseg.evaluation;
