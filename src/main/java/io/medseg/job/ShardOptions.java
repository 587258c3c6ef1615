package io.medseg.job;

import io.medseg.InputException;
import io.medseg.loader.BatchForm;
import io.medseg.loader.BatchSettings.Arrangement;
import io.medseg.loader.BatchSettings.LastBatch;
import io.medseg.shards.ArrayBytes;
import io.medseg.shards.Grouping;
import io.medseg.shards.ShardFormat;
import io.medseg.shards.ShardFormat.Compression;
import io.medseg.shards.SubjectSplit;
import io.medseg.spark.ScanFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.network.util.JavaUtils;
import picocli.CommandLine.Option;

/** The options of how shards are made. */
final class ShardOptions {
  /** Values of --form. */
  enum Form {
    TRAINING,
    TESTING
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "tfrecord",
      description =
          "tfrecord or parquet: shards of elements; h5-slices or h5-volumes: the scans themselves, as MedSegPy's 2D or 3D"
              + " files; h5: the one of these that they are not yet (default: ${DEFAULT-VALUE})")
  private String format;

  @Option(
      names = "--records",
      paramLabel = "WHAT",
      defaultValue = "elements",
      description =
          "elements: a record is a slice or patch; batches: a record is a batch of TRAIN_BATCH_SIZE (default: ${DEFAULT-VALUE})")
  private Grouping.Kind records;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      defaultValue = "training",
      description =
          "training: x and y; testing: x before preprocessing as well, batches of TEST_BATCH_SIZE, in ascending order"
              + " (default: ${DEFAULT-VALUE})")
  private Form form;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description =
          "shuffled: all elements of a side of the split, by SEED (0 if it has none); ascending: by scan and index"
              + " (default: shuffled for training, ascending for testing)")
  private Arrangement order;

  @Option(
      names = "--last-batch",
      paramLabel = "HOW",
      defaultValue = "keep",
      description =
          "keep or drop the elements that fill no batch, with --records batches; testing keeps them (default: ${DEFAULT-VALUE})")
  private LastBatch lastBatch;

  @Option(
      names = "--labels",
      paramLabel = "TYPE",
      description =
          "how y is stored: uint8 (masks, 0 or 1) or float32 (default: uint8, but float32 for loaders without masks)")
  private ArrayBytes.Type labels;

  @Option(
      names = "--compression",
      paramLabel = "HOW",
      defaultValue = "none",
      description = "none or gzip (default: ${DEFAULT-VALUE})")
  private Compression compression;

  @Option(
      names = "--shard-size",
      paramLabel = "SIZE",
      defaultValue = "100m",
      description = "about the size of a shard, as in 100m (default: ${DEFAULT-VALUE})")
  private String shardSize;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "write the orders of so many epochs as lists of record numbers, one file each; the first is the order of the shards")
  private int epochs;

  @Option(
      names = "--split",
      paramLabel = "A,B[,C]",
      description =
          "shares of the subjects for train, validation and test, as in 0.8,0.1,0.1; all scans of a subject are on one side (default: one side, all)")
  private String split;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "deal the subjects to K folds for cross-validation (default: CV_K with USE_CROSS_VALIDATION)")
  private Integer folds;

  /**
   * What was asked for, checked as far as no experiment is needed.
   *
   * @throws InputException if options cannot be meant together
   */
  ShardRequest asked() {
    if (epochs < 0) {
      throw new InputException("Invalid --epochs: " + epochs + "; at least 0");
    }
    if (split != null && folds != null) {
      throw new InputException(
          "Invalid --folds: " + folds + "; --split says how subjects are dealt");
    }
    List<String> known = formats();
    if (!known.contains(format.toLowerCase(Locale.ROOT))) {
      throw new InputException(
          "Invalid --format: %s; known are %s".formatted(format, String.join(", ", known)));
    }
    BatchForm batchForm = BatchForm.valueOf(form.name());
    return new ShardRequest(
        format.toLowerCase(Locale.ROOT),
        records,
        batchForm,
        arrangement(batchForm),
        lastOf(batchForm),
        labels,
        compression,
        bytes(shardSize),
        epochs,
        sides());
  }

  private static List<String> formats() {
    Stream<String> shards = Arrays.stream(ShardFormat.values()).map(String::valueOf);
    return Stream.concat(shards, ScanFormat.names().stream()).toList();
  }

  /** As {@link io.medseg.loader.BatchSettings}: testing keeps all elements. */
  private LastBatch lastOf(BatchForm batchForm) {
    return batchForm == BatchForm.TESTING ? LastBatch.KEEP : lastBatch;
  }

  private Arrangement arrangement(BatchForm batchForm) {
    Arrangement usual =
        batchForm == BatchForm.TESTING ? Arrangement.ASCENDING : Arrangement.SHUFFLED;
    return order == null ? usual : order;
  }

  private SubjectSplit sides() {
    if (split != null) {
      return SubjectSplit.parse(split);
    }
    return folds == null ? null : SubjectSplit.folds(folds);
  }

  private static long bytes(String size) {
    try {
      long bytes = JavaUtils.byteStringAsBytes(size);
      if (bytes > 0) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      throw invalid(size, e);
    }
    throw invalid(size, null);
  }

  private static InputException invalid(String size, Exception cause) {
    return new InputException(
        "Invalid --shard-size: " + size + "; a size above 0 is expected, as in 100m", cause);
  }
}
