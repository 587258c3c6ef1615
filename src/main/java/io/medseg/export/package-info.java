/**
 * Writers of tables, summaries and manifests.
 *
 * <p>May import: evaluation, volume, parquet.
 */
package io.medseg.export;
