package io.medseg.spark;

import io.medseg.djl.ForeignEngine;
import io.medseg.hdf5.ReadMeter;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Stage 2 with a predictor transformer: reads scans, or shares of them, one at a time and gives
 * their elements with pixels, a batch at a time.
 */
record EncodeScans(
    EvaluationRecipe recipe,
    TransformerRecipe transformer,
    ElementForm form,
    RunMetrics metrics,
    Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<List<ScanShare>>, Row> {
  /** Name of the transformer's param that tells which engine it runs. */
  private static final String ENGINE = "engine";

  @Override
  public Iterator<Row> call(Iterator<List<ScanShare>> shares) {
    prepare();
    ScanEncoder encoder = encoder();
    long before = ReadMeter.bytes();
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskCompletionListener)
                context -> {
                  encoder.close();
                  metrics.count(0, ScanTimes.ZERO, ReadMeter.bytes() - before);
                });
    return new Rows(shares, encoder);
  }

  /** Before the transformer's first class loads in this JVM. */
  void prepare() {
    ForeignEngine.prepare(transformer.param(ENGINE), transformer.threads());
  }

  ScanEncoder encoder() {
    return new ScanEncoder(recipe, form, hadoop.value().value());
  }

  /** Rows of the shares one after the other. */
  private static final class Rows implements Iterator<Row> {
    private final Iterator<List<ScanShare>> lists;
    private final ScanEncoder encoder;
    private Iterator<ScanShare> shares = List.<ScanShare>of().iterator();
    private Iterator<Row> rows = List.<Row>of().iterator();

    Rows(Iterator<List<ScanShare>> lists, ScanEncoder encoder) {
      this.lists = lists;
      this.encoder = encoder;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext()) {
        if (shares.hasNext()) {
          rows = encoder.rows(shares.next());
        } else if (lists.hasNext()) {
          shares = lists.next().iterator();
        } else {
          return false;
        }
      }
      return true;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return rows.next();
    }
  }
}
