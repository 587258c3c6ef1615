package io.medseg.spark;

import io.medseg.dataset.ScanReader;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.hdf5.ReadMeter;
import io.medseg.loader.DataLoader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * Stage 4 with a predictor transformer: gathers the predictions of a scan as they come, row by row,
 * and scores it.
 */
record GatherPredictions(
    EvaluationRecipe recipe,
    ElementForm form,
    ScanRecorder recorder,
    Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<Tuple2<ElementKey, GatherRecord>>, ScanOutcome> {

  /** Records come scan by scan, the scan itself first, its predictions in order. */
  @Override
  public Iterator<ScanOutcome> call(Iterator<Tuple2<ElementKey, GatherRecord>> records) {
    DataLoader loader = recipe.loader().open();
    // Only the masks are needed: no plane of an image is asked for.
    ScanReader reader = Hdf5ScanReader.ofPieces(hadoop.value().value());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> reader.close());
    Tools tools =
        new Tools(
            loader,
            new ScanScoring(recipe, loader),
            reader,
            new PredictionReader(form, recipe.layout()));
    return new Scans(this, records, tools);
  }

  private ScanOutcome finished(ScanGathering scan) {
    long before = ReadMeter.bytes();
    ScanOutcome outcome = scan.finish();
    recorder.metrics().count(scan.predicted(), scan.times(), ReadMeter.bytes() - before);
    return recorder.record(scan.planned(), outcome, hadoop.value().value());
  }

  /** What one task has open to gather scans with. */
  record Tools(
      DataLoader loader, ScanScoring scoring, ScanReader truths, PredictionReader predictions) {}

  /** One scan after the other. */
  private static final class Scans implements Iterator<ScanOutcome> {
    private final GatherPredictions function;
    private final Iterator<Tuple2<ElementKey, GatherRecord>> records;
    private final Tools tools;
    private ScanGathering next;

    Scans(
        GatherPredictions function,
        Iterator<Tuple2<ElementKey, GatherRecord>> records,
        Tools tools) {
      this.function = function;
      this.records = records;
      this.tools = tools;
      this.next = records.hasNext() ? start(records.next()._2()) : null;
    }

    private ScanGathering start(GatherRecord record) {
      return new ScanGathering(tools, ((GatherRecord.Start) record).scan());
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
      ScanGathering scan = next;
      next = null;
      while (next == null && records.hasNext()) {
        Tuple2<ElementKey, GatherRecord> keyed = records.next();
        if (keyed._2() instanceof GatherRecord.Start) {
          next = start(keyed._2());
        } else {
          scan.add(keyed._1().index(), keyed._2());
        }
      }
      return function.finished(scan);
    }
  }
}
