package io.medseg.spark;

import io.medseg.loader.Element;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/** Stage 3: walks the scans of a partition one at a time and gives one row for each. */
record EvaluateScans(EvaluationRecipe recipe, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<Tuple2<ElementKey, ScanRecord>>, ScanOutcome> {

  @Override
  public Iterator<ScanOutcome> call(Iterator<Tuple2<ElementKey, ScanRecord>> records) {
    if (!records.hasNext()) {
      return List.<ScanOutcome>of().iterator();
    }
    ScanWorker worker = ScanWorker.open(recipe, hadoop.value().value());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> worker.close());
    return new Scans(records, worker);
  }

  /**
   * Collects the records of a scan (they come together, the scan itself first) and evaluates it.
   */
  private static final class Scans implements Iterator<ScanOutcome> {
    private final Iterator<Tuple2<ElementKey, ScanRecord>> records;
    private final ScanWorker worker;
    private PlannedScan next;

    Scans(Iterator<Tuple2<ElementKey, ScanRecord>> records, ScanWorker worker) {
      this.records = records;
      this.worker = worker;
      this.next = ((ScanRecord.Start) records.next()._2()).scan();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public ScanOutcome next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      PlannedScan scan = next;
      next = null;
      List<Element> elements = new ArrayList<>(scan.elements());
      while (next == null && records.hasNext()) {
        ScanRecord record = records.next()._2();
        if (record instanceof ScanRecord.Start start) {
          next = start.scan();
        } else {
          elements.add(((ScanRecord.Part) record).element());
        }
      }
      return worker.evaluate(scan, elements);
    }
  }
}
