package io.medseg.shards;

import io.medseg.InputException;
import io.medseg.ledger.WrittenFile;
import io.medseg.segmentation.OutputFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes a shard from its elements, and beside it what is in it. Both appear under their names when
 * they are complete. One thread.
 */
public final class ShardWriter {
  private final ShardFile file;
  private final Grouping grouping;
  private final ShardStatistics statistics = new ShardStatistics();
  private long records;

  /**
   * @param grouping of elements into records
   */
  public ShardWriter(ShardFile file, Grouping grouping) {
    this.file = file;
    this.grouping = grouping;
  }

  /**
   * Writes the shard and its entry.
   *
   * @param elements those of the shard in its order, asked for once
   * @param missing gives, behind the last element, the positions that have none
   * @param fingerprint of the run
   * @throws InputException if they cannot be written; nothing is left of them then
   */
  public void write(
      Iterator<ElementRecord> elements,
      MissingPositions missing,
      String fingerprint,
      Configuration hadoop) {
    WrittenFile written =
        OutputFolder.ofRun(new Path(file.folder()), hadoop)
            .write(file.name(), out -> writeAll(elements, out));
    ShardEntry entry =
        new ShardEntry(fingerprint, written, records, missing.positions(), statistics);
    new ShardEntries(new Path(file.folder()), hadoop).write(entry);
  }

  /** Positions of a shard whose elements did not come; known behind the last element. */
  @FunctionalInterface
  public interface MissingPositions {
    /** Ascending. */
    long[] positions();
  }

  private void writeAll(Iterator<ElementRecord> elements, OutputStream out) throws IOException {
    try (RecordSink sink = file.format().sink(out, file.compression())) {
      List<ElementRecord> batch = new ArrayList<>();
      while (elements.hasNext()) {
        batch.add(elements.next());
        if (batch.size() == grouping.size()) {
          write(batch, sink);
        }
      }
      if (grouping.takes(batch.size())) {
        write(batch, sink);
      }
    }
  }

  private void write(List<ElementRecord> batch, RecordSink sink) throws IOException {
    sink.write(grouping.record(batch));
    records++;
    batch.forEach(statistics::add);
    batch.clear();
  }
}
