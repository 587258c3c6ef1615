package io.medseg.spark;

import io.medseg.shards.LowerHalfCounter;
import io.medseg.shards.Quantiles;
import io.medseg.shards.ShardFile;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Reads shards again for the percentiles of their intensities. */
record CountLowerHalves(Quantiles.Wanted wanted, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<ShardFile>, Quantiles.Counts> {

  @Override
  public Iterator<Quantiles.Counts> call(Iterator<ShardFile> shards) {
    LowerHalfCounter counter = new LowerHalfCounter(wanted);
    shards.forEachRemaining(shard -> shard.count(counter, hadoop.value().value()));
    return List.of(counter.counts()).iterator();
  }
}
