package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.ledger.LedgerEntry;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Purpose;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Stage 1: looks at the shapes of scans, so that their cost is known before they are dealt to
 * partitions.
 */
record PlanScans(
    EvaluationRecipe recipe, RunLedger ledger, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<Scan>, PlanScans.Outcome> {

  /** What a look at a scan gives. */
  sealed interface Outcome extends Serializable {
    /** It can be evaluated. */
    record Planned(PlannedScan scan) implements Outcome {}

    /** It cannot. */
    record Failed(ScanFailure failure) implements Outcome {}

    /** It was evaluated by an earlier run. */
    record Finished(LedgerEntry entry) implements Outcome {}
  }

  @Override
  public Iterator<Outcome> call(Iterator<Scan> scans) {
    List<Outcome> outcomes = new ArrayList<>();
    DataLoader loader = recipe.loader().open();
    try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop.value().value())) {
      ScanMemory memory = new ScanMemory(reader, loader, recipe.experiment().testBatchSize());
      scans.forEachRemaining(
          scan ->
              outcomes.add(
                  ledger
                      .finished(scan, hadoop.value().value())
                      .<Outcome>map(Outcome.Finished::new)
                      .orElseGet(() -> plan(scan, memory))));
    }
    return outcomes.iterator();
  }

  private Outcome plan(Scan scan, ScanMemory memory) {
    DataLoader loader = memory.loader();
    Stage stage = Stage.WRITE;
    try {
      recipe.delivery().check(scan);
      stage = Stage.PLAN;
      ScanHeader header = memory.reader().header(recipe.wanted(scan));
      if (recipe.delivery().scoring() == Delivery.Scoring.WITH_TRUTH) {
        stage = Stage.SCORE;
        loader.checkTruth(scan, header);
      }
      stage = Stage.SCATTER;
      int elements = loader.scatter(header, Purpose.INFERENCE).size();
      long cost = Math.multiplyExact((long) elements, loader.inputShape(header).elements());
      return new Outcome.Planned(
          new PlannedScan(scan, header, elements, cost, memory.bytes(header)));
    } catch (Exception | Error e) {
      return new Outcome.Failed(Failures.of(scan, stage, e));
    }
  }
}
