/**
 * What is found when datasets are looked at: facts of scans, findings, and the reports of both.
 *
 * <p>May import: volume, dataset, export, text.
 */
package io.medseg.inspection;
