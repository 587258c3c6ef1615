/**
 * The Spark stages: plan, scatter, shuffle by scan, predict, gather, score.
 *
 * <p>May import: everything but job.
 */
package io.medseg.spark;
