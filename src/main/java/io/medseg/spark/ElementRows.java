package io.medseg.spark;

import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows that go through a transformer: some elements of a scan with their pixels. Of a scan that
 * cannot be read one row comes, with zeros for pixels, so that why it cannot takes the same way as
 * the others.
 */
final class ElementRows {
  private static final StructType OURS =
      new StructType()
          .add("scan", DataTypes.IntegerType, false)
          .add("index", DataTypes.IntegerType, false)
          .add("elements", DataTypes.IntegerType, false)
          .add("read_nanos", DataTypes.LongType, false)
          .add("batch_nanos", DataTypes.LongType, false)
          .add("failed_stage", DataTypes.StringType, true)
          .add("failed_message", DataTypes.StringType, true)
          .add("odd_inputs", DataTypes.IntegerType, false);

  private static final int OUTPUT = OURS.size();

  private ElementRows() {}

  /** Schema of the rows. */
  static StructType schema(String input) {
    return OURS.add(input, DataTypes.BinaryType, false);
  }

  /** Whether a column of this name is one of those around the pixels. */
  static boolean isOurs(String name) {
    for (String ours : OURS.fieldNames()) {
      if (ours.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** Columns of the transformed rows that are of use: ours, then the predictions. */
  static String[] names(String output) {
    String[] names = new String[OUTPUT + 1];
    System.arraycopy(OURS.fieldNames(), 0, names, 0, OUTPUT);
    names[OUTPUT] = output;
    return names;
  }

  /**
   * Some elements.
   *
   * @param key the scan, and the index of the first element
   * @param oddInputs how many of them hold NaN or infinity
   * @param nanos of reading and batching that this row is charged with
   */
  static Row of(ElementKey key, int elements, int oddInputs, ScanTimes nanos, byte[] pixels) {
    return RowFactory.create(
        key.scan(),
        key.index(),
        elements,
        nanos.read(),
        nanos.batch(),
        null,
        null,
        oddInputs,
        pixels);
  }

  /** Why there are no more elements of a scan. */
  static Row failed(ElementKey key, ScanFailure failure, byte[] zeros) {
    return RowFactory.create(
        key.scan(), key.index(), 1, 0L, 0L, failure.stage().name(), failure.message(), 0, zeros);
  }

  /** The scan and the first element of a row. */
  static ElementKey key(Row row) {
    return new ElementKey(row.getInt(0), row.getInt(1));
  }

  /**
   * What a transformed row tells.
   *
   * @param nanos time that passed until it came, reading and batching included
   */
  static GatherRecord record(Row row, long nanos) {
    if (!row.isNullAt(5)) {
      return new GatherRecord.Failed(Stage.valueOf(row.getString(5)), row.getString(6));
    }
    long read = row.getLong(3);
    long batch = row.getLong(4);
    ScanTimes times = new ScanTimes(read, batch, nanos - read - batch, 0);
    return new GatherRecord.Predicted(row.getInt(2), row.getAs(OUTPUT), row.getInt(7), times);
  }
}
