package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.ledger.WrittenFile;
import io.medseg.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes scans in another layout, one at a time, and enters each into the ledger when its files are
 * complete.
 *
 * @param folder the output of the run
 */
record ConvertScans(
    ScanFormat format,
    String folder,
    RunLedger ledger,
    ShardMetrics metrics,
    Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<ConvertScans.Item>, ConvertScans.Outcome> {

  /**
   * A scan that is to be written.
   *
   * @param side of the split, which names its folder
   */
  record Item(Scan scan, String side) implements Serializable {}

  /** What became of a scan. */
  sealed interface Outcome extends Serializable {
    /** Its files are there. */
    record Written(String scanId) implements Outcome {}

    /** They were there already, of an earlier run. */
    record Kept(String scanId) implements Outcome {}

    /** They could not be written. */
    record Failed(ScanFailure failure) implements Outcome {}
  }

  @Override
  public Iterator<Outcome> call(Iterator<Item> items) {
    Configuration configuration = hadoop.value().value();
    List<Outcome> outcomes = new ArrayList<>();
    try (Hdf5ScanReader reader = Hdf5ScanReader.ofWhole(configuration)) {
      while (items.hasNext()) {
        Outcome outcome = convert(items.next(), reader, configuration);
        outcomes.add(outcome);
        (outcome instanceof Outcome.Failed ? metrics.failed() : metrics.scans()).add(1);
      }
    }
    return outcomes.iterator();
  }

  private Outcome convert(Item item, Hdf5ScanReader reader, Configuration configuration) {
    Scan scan = item.scan();
    Stage stage = Stage.PLAN;
    try {
      format.check(scan);
      if (ledger.finished(scan, configuration).isPresent()) {
        return new Outcome.Kept(scan.scanId());
      }
      stage = Stage.READ;
      ScanData data = reader.read(scan);
      checkMasks(data);
      stage = Stage.WRITE;
      Path target = new Path(folder, item.side());
      List<WrittenFile> files = new ArrayList<>();
      for (Path file : format.write(target, data, new ScanFileWriter(configuration))) {
        files.add(written(item.side() + "/" + file.getName(), file, configuration));
      }
      ledger.enter(scan, 0, scored(data, files), configuration);
      return new Outcome.Written(scan.scanId());
    } catch (RuntimeException | OutOfMemoryError e) {
      var failed = (ScanOutcome.Failed) Failures.outcome(scan, stage, e);
      return new Outcome.Failed(failed.failure());
    }
  }

  /** Masks are written as 0 and 1: nothing else may be lost. */
  private static void checkMasks(ScanData data) {
    int channels = data.masks() == null ? 0 : data.masks().classes();
    data.maskValues().check(data.scan(), IntStream.range(0, channels).boxed().toList());
  }

  /** An entry without scores. */
  private static ScanOutcome.Scored scored(ScanData data, List<WrittenFile> files) {
    ScanScores none =
        new ScanScores(
            data.scan().scanId(),
            data.scan().subjectId(),
            List.of(),
            List.of(),
            data.image().shape().elements(),
            0,
            0);
    return new ScanOutcome.Scored(none, ScanTimes.ZERO, files);
  }

  /** HDF5 is not written front to back, so its digest is that of the file as it lies there. */
  private static WrittenFile written(String name, Path file, Configuration configuration) {
    MessageDigest digest = Sha256.digest();
    long bytes = 0;
    byte[] some = new byte[1 << 16];
    try (InputStream in = file.getFileSystem(configuration).open(file)) {
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        digest.update(some, 0, count);
        bytes += count;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new WrittenFile(name, bytes, Sha256.text(digest.digest()));
  }
}
