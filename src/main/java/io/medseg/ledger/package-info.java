/**
 * What is known of scans that are finished, one small file each, so that a run that was stopped
 * goes on where it was; and who writes to the folder of a run.
 *
 * <p>May import: evaluation, export, text.
 */
package io.medseg.ledger;
