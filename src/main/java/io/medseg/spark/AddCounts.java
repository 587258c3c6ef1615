package io.medseg.spark;

import io.medseg.shards.Quantiles;
import org.apache.spark.api.java.function.Function2;

/** Joins what tasks counted. */
record AddCounts() implements Function2<Quantiles.Counts, Quantiles.Counts, Quantiles.Counts> {
  @Override
  public Quantiles.Counts call(Quantiles.Counts one, Quantiles.Counts other) {
    return one.add(other);
  }
}
