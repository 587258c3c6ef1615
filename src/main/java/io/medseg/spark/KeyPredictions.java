package io.medseg.spark;

import io.medseg.InputException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.shuffle.FetchFailedException;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Stage 3 with a predictor transformer: takes what it gives and measures the time it takes for it.
 * If it throws, the scans of the task are told why, and the tasks go on.
 *
 * @param scans how many there are
 * @param ofPartition the scans that each partition was given
 */
record KeyPredictions(TransformerComplaint complaint, int scans, int[][] ofPartition)
    implements Function2<Integer, Iterator<Row>, Iterator<Tuple2<ElementKey, GatherRecord>>> {
  private static final Logger LOG = LoggerFactory.getLogger(KeyPredictions.class);

  @Override
  public Iterator<Tuple2<ElementKey, GatherRecord>> call(Integer partition, Iterator<Row> rows) {
    return new Records(this, partition, rows);
  }

  private ElementKey checked(ElementKey key) {
    if (key.scan() < 0 || key.scan() >= scans || key.index() < 0) {
      throw new InputException(
          "Invalid --predictor-transformer %s: it changes the columns scan and index"
              .formatted(complaint.className()));
    }
    return key;
  }

  /** Why elements of the scans of this task may be missing. */
  private List<Tuple2<ElementKey, GatherRecord>> broken(int partition, Throwable thrown) {
    // A transformer that repartitions runs behind a shuffle; its tasks are not those of the scans.
    int[] affected = partition < ofPartition.length ? ofPartition[partition] : new int[0];
    LOG.warn("The predictor transformer broke down in task {}", partition, thrown);
    GatherRecord why = new GatherRecord.Broken(complaint.message(thrown));
    return Arrays.stream(affected)
        .mapToObj(scan -> new Tuple2<>(new ElementKey(scan, GatherRecord.LAST), why))
        .toList();
  }

  /** Whether it is Spark's own way to stop or repeat a task. */
  private static boolean isOfSpark(Throwable thrown) {
    return TaskContext.get().isInterrupted() || thrown instanceof FetchFailedException;
  }

  private static final class Records implements Iterator<Tuple2<ElementKey, GatherRecord>> {
    private final KeyPredictions function;
    private final Deque<Tuple2<ElementKey, GatherRecord>> ready = new ArrayDeque<>();
    private final int partition;
    private Iterator<Row> rows;

    Records(KeyPredictions function, int partition, Iterator<Row> rows) {
      this.function = function;
      this.partition = partition;
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      if (ready.isEmpty() && rows != null) {
        long start = System.nanoTime();
        Row row = pull();
        if (row != null) {
          ElementKey key = function.checked(ElementRows.key(row));
          ready.add(new Tuple2<>(key, ElementRows.record(row, System.nanoTime() - start)));
        }
      }
      return !ready.isEmpty();
    }

    /** The next row; null where there is none, with no more rows to come. */
    private Row pull() {
      try {
        if (rows.hasNext()) {
          return rows.next();
        }
      } catch (Exception | VirtualMachineError | LinkageError e) {
        // Scala and lambdas of Java throw what they do not declare.
        if (isOfSpark(e)) {
          throw e;
        }
        ready.addAll(function.broken(partition, e));
      }
      rows = null;
      return null;
    }

    @Override
    public Tuple2<ElementKey, GatherRecord> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }
  }
}
