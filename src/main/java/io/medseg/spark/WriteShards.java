package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.evaluation.ScanFailure;
import io.medseg.shards.ElementRecord;
import io.medseg.shards.ShardFile;
import io.medseg.shards.ShardLayout;
import io.medseg.shards.ShardWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Writes the shard of a partition, whose elements come in its order; gives the failures of scans
 * whose elements would have begun in it.
 *
 * @param folder the output of the run
 * @param fingerprint of the run
 */
record WriteShards(
    ShardRecipe recipe,
    ShardTargets targets,
    String folder,
    String fingerprint,
    Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<Tuple2<ShardSlot, ShuffledElement>>, ScanFailure> {

  @Override
  public Iterator<ScanFailure> call(Iterator<Tuple2<ShardSlot, ShuffledElement>> elements) {
    ShardTargets.Target target = targets.targets().get(TaskContext.getPartitionId());
    ShardLayout layout = targets.layouts().get(target.side());
    String name = layout.names(recipe.format(), recipe.compression()).get(target.shard());
    ShardFile file = new ShardFile(folder, name, recipe.format(), recipe.compression());
    Arriving arriving =
        new Arriving(elements, layout.firstOf(target.shard()), layout.sizeOf(target.shard()));
    try {
      new ShardWriter(file, recipe.grouping())
          .write(arriving, arriving::missing, fingerprint, hadoop.value().value());
    } catch (OutOfMemoryError e) {
      // Spark ends a JVM for such an error, as for one that is caused by it: in local mode that of
      // the job, before it can say why.
      throw new InputException(
          "Cannot write shard %s%s, or write smaller batches"
              .formatted(name, Failures.outOfMemory(e)));
    }
    return arriving.failures.iterator();
  }

  /** The elements of a shard as they arrive; notes which do not. */
  private static final class Arriving implements Iterator<ElementRecord> {
    private final Iterator<Tuple2<ShardSlot, ShuffledElement>> elements;
    private final long end;
    private final List<ScanFailure> failures = new ArrayList<>();
    private final LongStream.Builder missing = LongStream.builder();
    private long position;
    private ElementRecord next;

    Arriving(Iterator<Tuple2<ShardSlot, ShuffledElement>> elements, long first, long size) {
      this.elements = elements;
      this.position = first;
      this.end = first + size;
    }

    @Override
    public boolean hasNext() {
      while (next == null && elements.hasNext()) {
        Tuple2<ShardSlot, ShuffledElement> arrived = elements.next();
        if (arrived._2() instanceof ShuffledElement.Filled filled) {
          skipTo(arrived._1().position());
          position++;
          next = filled.element();
        } else {
          failures.add(((ShuffledElement.Failed) arrived._2()).failure());
        }
      }
      if (next == null) {
        skipTo(end);
      }
      return next != null;
    }

    private void skipTo(long arrived) {
      for (; position < arrived; position++) {
        missing.add(position);
      }
    }

    @Override
    public ElementRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ElementRecord element = next;
      next = null;
      return element;
    }

    long[] missing() {
      return missing.build().toArray();
    }
  }
}
