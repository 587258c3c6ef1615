package io.medseg.spark;

import io.medseg.loader.Element;
import io.medseg.loader.LoaderRecipe;
import io.medseg.loader.Purpose;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Stage 2: turns a scan, or a share of it, into the records of its elements. */
record ScatterScan(LoaderRecipe loader)
    implements PairFlatMapFunction<Tuple2<Integer, ScanShare>, ElementKey, ScanRecord> {

  @Override
  public Iterator<Tuple2<ElementKey, ScanRecord>> call(Tuple2<Integer, ScanShare> numbered) {
    int number = numbered._1();
    ScanShare share = numbered._2();
    List<Element> all = loader.open().scatter(share.scan().header(), Purpose.INFERENCE);
    List<Tuple2<ElementKey, ScanRecord>> records = new ArrayList<>(share.range().count() + 1);
    records.add(new Tuple2<>(new ElementKey(number, ElementKey.SCAN), new ScanRecord.Start(share)));
    // Fewer than were planned are that scan's failure, for whoever predicts it to tell.
    int to = Math.min(share.range().to(), all.size());
    for (Element element : all.subList(Math.min(share.range().from(), to), to)) {
      records.add(
          new Tuple2<>(new ElementKey(number, element.index()), new ScanRecord.Part(element)));
    }
    return records.iterator();
  }
}
