package io.medseg.spark;

import io.medseg.loader.LoaderRecipe;
import io.medseg.loader.Purpose;
import org.apache.spark.api.java.function.PairFunction;
import scala.Tuple2;

/** Stage 2: finds the elements of a scan, or of a share of it. */
record ScatterScan(LoaderRecipe loader)
    implements PairFunction<Tuple2<Integer, ScanShare>, ElementKey, ScanRecord> {

  @Override
  public Tuple2<ElementKey, ScanRecord> call(Tuple2<Integer, ScanShare> numbered) {
    ScanShare share = numbered._2();
    int all = loader.open().scatter(share.scan().header(), Purpose.INFERENCE).size();
    // Fewer than were planned are that scan's failure, for whoever predicts it to tell.
    ScanRecord record = new ScanRecord(share, share.range().within(all).count());
    return new Tuple2<>(new ElementKey(numbered._1(), ElementKey.SCAN), record);
  }
}
