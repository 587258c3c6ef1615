package io.medseg.shards;

import io.medseg.InputException;
import io.medseg.export.AtomicFile;
import io.medseg.text.TextFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of finished shards, {@code <shard>.json} beside each shard. Safe for many threads.
 */
public final class ShardEntries {
  private static final Logger LOG = LoggerFactory.getLogger(ShardEntries.class);
  private static final String ENDING = ".json";

  private final Path folder;
  private final Configuration hadoop;

  /**
   * @param folder the output of the run
   */
  public ShardEntries(Path folder, Configuration hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
  }

  /** Enters a finished shard; an older entry is replaced. */
  void write(ShardEntry entry) {
    Path file = file(entry.file().name());
    try {
      AtomicFile.write(
          file,
          hadoop,
          out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            ShardEntryJson.write(entry, writer);
            writer.flush();
          });
    } catch (IOException e) {
      throw new InputException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The entry of a shard, if the shard was finished by a run of this fingerprint and its file is
   * there with its size.
   *
   * @param shard name inside the output
   */
  public Optional<ShardEntry> find(String shard, String fingerprint) {
    Path file = file(shard);
    try {
      FileSystem files = file.getFileSystem(hadoop);
      Path data = new Path(folder, shard);
      if (!files.exists(file) || !files.exists(data)) {
        return Optional.empty();
      }
      ShardEntry entry = ShardEntryJson.read(TextFile.read("entry of a shard", file, hadoop));
      boolean holds =
          entry.file().name().equals(shard)
              && entry.fingerprint().equals(fingerprint)
              && files.getFileStatus(data).getLen() == entry.file().bytes();
      return holds ? Optional.of(entry) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot use {}: {}; its shard is written again", file, e.getMessage());
      return Optional.empty();
    }
  }

  private Path file(String shard) {
    return new Path(folder, shard + ENDING);
  }
}
