package io.medseg.spark;

import io.medseg.loader.Element;
import io.medseg.loader.LoaderRecipe;
import io.medseg.loader.Purpose;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Stage 2: turns a scan into the records of its elements. */
record ScatterScan(LoaderRecipe loader)
    implements PairFlatMapFunction<Tuple2<Integer, PlannedScan>, ElementKey, ScanRecord> {

  @Override
  public Iterator<Tuple2<ElementKey, ScanRecord>> call(Tuple2<Integer, PlannedScan> numbered) {
    int ordinal = numbered._1();
    PlannedScan scan = numbered._2();
    List<Tuple2<ElementKey, ScanRecord>> records = new ArrayList<>(scan.elements() + 1);
    records.add(new Tuple2<>(new ElementKey(ordinal, ElementKey.SCAN), new ScanRecord.Start(scan)));
    for (Element element : loader.open().scatter(scan.header(), Purpose.INFERENCE)) {
      records.add(
          new Tuple2<>(new ElementKey(ordinal, element.index()), new ScanRecord.Part(element)));
    }
    return records.iterator();
  }
}
