package io.medseg.spark;

import io.medseg.dataset.ScanHeader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** One element of zeros of each scan, to find out whether a transformer predicts at all. */
record EncodeZeros(EncodeScans encoding) implements FlatMapFunction<Iterator<ScanHeader>, Row> {
  @Override
  public Iterator<Row> call(Iterator<ScanHeader> scans) {
    encoding.prepare();
    List<Row> rows = new ArrayList<>();
    try (ScanEncoder encoder = encoding.encoder()) {
      scans.forEachRemaining(
          scan ->
              rows.add(
                  ElementRows.of(new ElementKey(0, 0), 1, 0, ScanTimes.ZERO, encoder.zeros(scan))));
    }
    return rows.iterator();
  }
}
