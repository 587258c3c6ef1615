package io.medseg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import scala.Function1;
import scala.collection.Iterator;

/** Gathers the rows of a task, so that they reach the driver as soon as the task ends. */
record CollectOutcomes()
    implements Function1<Iterator<ScanOutcome>, ArrayList<ScanOutcome>>, Serializable {
  @Override
  public ArrayList<ScanOutcome> apply(Iterator<ScanOutcome> rows) {
    List<ScanOutcome> outcomes = new ArrayList<>();
    while (rows.hasNext()) {
      outcomes.add(rows.next());
    }
    return new ArrayList<>(outcomes);
  }
}
