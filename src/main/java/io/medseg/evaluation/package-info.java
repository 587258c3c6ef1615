/**
 * Decisions, evaluators, scores per scan, summaries over scans.
 *
 * <p>May import: metric, dataset.
 */
package io.medseg.evaluation;
