/**
 * Writers of tables, summaries and manifests.
 *
 * <p>May import: evaluation, volume.
 */
package io.medseg.export;
