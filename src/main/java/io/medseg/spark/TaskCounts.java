package io.medseg.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import scala.Option;
import scala.collection.Iterator;

/**
 * What tasks have counted so far, those that still run included: an accumulator itself has the
 * counts of a task only when the task ends, while executors send those of running tasks with every
 * heartbeat. Safe for many threads.
 */
final class TaskCounts extends SparkListener {
  private final Set<Long> watched = new HashSet<>();
  private final Runnable look;
  private final Map<Long, Object> ended = new HashMap<>();
  private final Map<Long, Map<Long, Object>> running = new HashMap<>();
  private final Set<Long> endedTasks = new HashSet<>();

  /**
   * @param look called whenever counts may have changed
   * @param accumulators registered and named, as only named ones come with the end of a task
   */
  TaskCounts(Runnable look, List<? extends AccumulatorV2<?, ?>> accumulators) {
    this.look = look;
    accumulators.forEach(accumulator -> watched.add(accumulator.id()));
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (var tasks = update.accumUpdates().iterator(); tasks.hasNext(); ) {
      var task = tasks.next();
      told((Long) task._1(), task._4().iterator());
    }
    look.run();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    ended(end.taskInfo().taskId(), end.taskInfo().accumulables().iterator());
    look.run();
  }

  private synchronized void told(long task, Iterator<AccumulableInfo> counts) {
    // A heartbeat that was on its way when the task ended would count it twice.
    if (!endedTasks.contains(task)) {
      running.put(task, values(counts, AccumulableInfo::update));
    }
  }

  /** The sums that come with the end of a task, since the accumulators may be ahead of events. */
  private synchronized void ended(long task, Iterator<AccumulableInfo> counts) {
    endedTasks.add(task);
    running.remove(task);
    ended.putAll(values(counts, AccumulableInfo::value));
  }

  private interface Part {
    Option<Object> of(AccumulableInfo info);
  }

  private Map<Long, Object> values(Iterator<AccumulableInfo> counts, Part part) {
    Map<Long, Object> values = new HashMap<>();
    while (counts.hasNext()) {
      AccumulableInfo info = counts.next();
      if (watched.contains(info.id()) && part.of(info).isDefined()) {
        values.put(info.id(), part.of(info).get());
      }
    }
    return values;
  }

  /** The sum so far; a task that Spark repeats may count twice. */
  synchronized long of(LongAccumulator accumulator) {
    long sum = (Long) ended.getOrDefault(accumulator.id(), 0L);
    for (Map<Long, Object> task : running.values()) {
      sum += (Long) task.getOrDefault(accumulator.id(), 0L);
    }
    return sum;
  }

  /** What was collected so far; a task that Spark repeats may have told twice. */
  synchronized <T> List<T> of(CollectionAccumulator<T> accumulator) {
    List<T> all = new ArrayList<>(list(ended, accumulator));
    running.values().forEach(task -> all.addAll(list(task, accumulator)));
    return all;
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(Map<Long, Object> values, CollectionAccumulator<T> accumulator) {
    return (List<T>) values.getOrDefault(accumulator.id(), List.of());
  }
}
