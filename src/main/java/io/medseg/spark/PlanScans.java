package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanReader;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.loader.DataLoader;
import io.medseg.loader.LoaderRecipe;
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
record PlanScans(LoaderRecipe loader, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<Scan>, PlanScans.Outcome> {

  /** A scan that can be evaluated, or why not; one of the two is null. */
  record Outcome(PlannedScan planned, ScanFailure failure) implements Serializable {}

  @Override
  public Iterator<Outcome> call(Iterator<Scan> scans) {
    List<Outcome> outcomes = new ArrayList<>();
    DataLoader opened = loader.open();
    try (ScanReader reader = new Hdf5ScanReader(hadoop.value().value())) {
      scans.forEachRemaining(scan -> outcomes.add(plan(scan, reader, opened)));
    }
    return outcomes.iterator();
  }

  private static Outcome plan(Scan scan, ScanReader reader, DataLoader loader) {
    Stage stage = Stage.PLAN;
    try {
      ScanHeader header = reader.header(scan);
      stage = Stage.SCATTER;
      int elements = loader.scatter(header, Purpose.INFERENCE).size();
      long cost = Math.multiplyExact((long) elements, loader.inputShape(header).elements());
      return new Outcome(new PlannedScan(scan, header, elements, cost), null);
    } catch (RuntimeException e) {
      return new Outcome(null, Failures.of(scan, stage, e));
    }
  }
}
