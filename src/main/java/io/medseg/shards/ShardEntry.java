package io.medseg.shards;

import io.medseg.ledger.WrittenFile;

/**
 * A shard that is finished, as the file beside it tells: written last, so that where it is, the
 * shard is complete.
 *
 * @param fingerprint of the run that wrote it
 * @param file what was written
 * @param records in it
 * @param missing positions, in the order of the first epoch, whose elements are not there since
 *     their scan failed; ascending
 * @param statistics of its elements
 */
public record ShardEntry(
    String fingerprint,
    WrittenFile file,
    long records,
    long[] missing,
    ShardStatistics statistics) {

  /** Without what takes half a megabyte for each channel: there may be thousands of shards. */
  public ShardEntry withoutIntensities() {
    return new ShardEntry(fingerprint, file, records, missing, statistics.withoutIntensities());
  }
}
