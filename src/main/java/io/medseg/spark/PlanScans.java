package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
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
record PlanScans(EvaluationRecipe recipe, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<Scan>, PlanScans.Outcome> {

  /** A scan that can be evaluated, or why not; one of the two is null. */
  record Outcome(PlannedScan planned, ScanFailure failure) implements Serializable {}

  @Override
  public Iterator<Outcome> call(Iterator<Scan> scans) {
    List<Outcome> outcomes = new ArrayList<>();
    DataLoader loader = recipe.loader().open();
    try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop.value().value())) {
      ScanMemory memory = new ScanMemory(reader, loader, recipe.experiment().testBatchSize());
      scans.forEachRemaining(scan -> outcomes.add(plan(scan, memory)));
    }
    return outcomes.iterator();
  }

  private static Outcome plan(Scan scan, ScanMemory memory) {
    DataLoader loader = memory.loader();
    Stage stage = Stage.PLAN;
    try {
      ScanHeader header = memory.reader().header(scan);
      stage = Stage.SCATTER;
      int elements = loader.scatter(header, Purpose.INFERENCE).size();
      long cost = Math.multiplyExact((long) elements, loader.inputShape(header).elements());
      return new Outcome(new PlannedScan(scan, header, elements, cost, memory.bytes(header)), null);
    } catch (RuntimeException e) {
      return new Outcome(null, Failures.of(scan, stage, e));
    }
  }
}
