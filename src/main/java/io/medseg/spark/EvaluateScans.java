package io.medseg.spark;

import io.medseg.model.Device;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * Stage 3: walks the scans of a partition one at a time and gives one row for each, by the key that
 * brings the shares of a scan together.
 */
record EvaluateScans(
    EvaluationRecipe recipe,
    ScanTimeout timeout,
    ScanRecorder recorder,
    Broadcast<SerializableConfiguration> hadoop)
    implements PairFlatMapFunction<
        Iterator<Tuple2<ElementKey, ScanRecord>>, ElementKey, ScanOutcome> {

  @Override
  public Iterator<Tuple2<ElementKey, ScanOutcome>> call(
      Iterator<Tuple2<ElementKey, ScanRecord>> records) {
    if (!records.hasNext()) {
      return List.<Tuple2<ElementKey, ScanOutcome>>of().iterator();
    }
    TaskContext task = TaskContext.get();
    Configuration files = hadoop.value().value();
    Device device = TaskDevice.of(task);
    TimedWorker worker = new TimedWorker(timeout, () -> ScanWorker.open(recipe, files, device));
    task.addTaskCompletionListener((TaskCompletionListener) context -> worker.close());
    return new Scans(records, worker, recorder, files);
  }

  /** Evaluates one scan after the other. */
  private static final class Scans implements Iterator<Tuple2<ElementKey, ScanOutcome>> {
    private final Iterator<Tuple2<ElementKey, ScanRecord>> records;
    private final TimedWorker worker;
    private final ScanRecorder recorder;
    private final Configuration hadoop;

    Scans(
        Iterator<Tuple2<ElementKey, ScanRecord>> records,
        TimedWorker worker,
        ScanRecorder recorder,
        Configuration hadoop) {
      this.records = records;
      this.worker = worker;
      this.recorder = recorder;
      this.hadoop = hadoop;
    }

    @Override
    public boolean hasNext() {
      return records.hasNext();
    }

    @Override
    public Tuple2<ElementKey, ScanOutcome> next() {
      ScanRecord record = records.next()._2();
      ScanShare share = record.share();
      TimedWorker.Evaluated evaluated = worker.evaluate(record);
      ScanOutcome outcome = evaluated.outcome();
      int predicted = outcome instanceof ScanOutcome.Failed ? 0 : share.range().count();
      recorder.metrics().count(predicted, outcome.times(), evaluated.bytesRead());
      return new Tuple2<>(share.key(), recorder.record(share.scan(), outcome, hadoop));
    }
  }
}
