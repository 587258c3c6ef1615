/**
 * The command line: one class per job.
 *
 * <p>May import: everything.
 */
package io.medseg.job;
