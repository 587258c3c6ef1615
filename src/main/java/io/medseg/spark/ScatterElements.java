package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.hdf5.ReadMeter;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Element;
import io.medseg.loader.Purpose;
import io.medseg.shards.ElementRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * Reads scans and cuts their elements, one scan and a few elements at a time. Of a scan that cannot
 * be read comes one record that says so.
 */
record ScatterElements(
    ShardRecipe recipe,
    ShardTargets targets,
    ShardMetrics metrics,
    Broadcast<SerializableConfiguration> hadoop)
    implements PairFlatMapFunction<Iterator<ScanPlacement>, ShardSlot, ShuffledElement> {

  @Override
  public Iterator<Tuple2<ShardSlot, ShuffledElement>> call(Iterator<ScanPlacement> scans) {
    Hdf5ScanReader reader = Hdf5ScanReader.ofTraining(hadoop.value().value());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> reader.close());
    return new Elements(scans, reader, recipe.loader().open());
  }

  private final class Elements implements Iterator<Tuple2<ShardSlot, ShuffledElement>> {
    private final Iterator<ScanPlacement> scans;
    private final Hdf5ScanReader reader;
    private final DataLoader loader;
    private final ElementCutter cutter;
    private final Deque<Tuple2<ShardSlot, ShuffledElement>> ready = new ArrayDeque<>();
    private ScanPlacement placement;
    private ScanData scan;
    private List<Element> elements = List.of();
    private int next;
    private int atOnce = 1;
    private Stage stage;

    Elements(Iterator<ScanPlacement> scans, Hdf5ScanReader reader, DataLoader loader) {
      this.scans = scans;
      this.reader = reader;
      this.loader = loader;
      this.cutter = new ElementCutter(recipe, loader);
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && (isLeft() || scans.hasNext())) {
        advance();
      }
      return !ready.isEmpty();
    }

    @Override
    public Tuple2<ShardSlot, ShuffledElement> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    /** Whether there are more elements of this scan. */
    private boolean isLeft() {
      return next < elements.size();
    }

    /** Reads the next scan, or cuts the next elements of this one. */
    private void advance() {
      try {
        if (isLeft()) {
          cut();
        } else {
          open(scans.next());
        }
      } catch (Exception | Error e) {
        if (isLeft() && atOnce > 1) {
          // One by one: what is there of a broken scan must not depend on what is cut with it.
          atOnce = 1;
        } else {
          fail(e);
        }
        return;
      }
      if (!isLeft()) {
        scan = null;
        metrics.scans().add(1);
      }
    }

    private void open(ScanPlacement opened) {
      placement = opened;
      stage = Stage.READ;
      long before = ReadMeter.bytes();
      ScanHeader header = reader.header(opened.scan());
      scan = reader.read(opened.scan());
      header.check(scan);
      metrics.bytesRead().add(ReadMeter.bytes() - before);
      stage = Stage.SCATTER;
      List<Element> all = loader.scatter(header, Purpose.TRAINING);
      checkAsPlanned(all.size());
      atOnce = ElementCutter.atOnce(loader.inputShape(header));
      elements = all;
      next = wantedFrom(0);
    }

    /** Otherwise elements would be left out without a word. */
    private void checkAsPlanned(int elements) {
      int planned = placement.positions().length;
      if (elements != planned) {
        throw new InputException(
            "Cannot cut scan %s: it had %d elements and now has %d; its files have changed during the run, or the scatter of %s does not give the same list every time"
                .formatted(
                    placement.scan().scanId(),
                    planned,
                    elements,
                    recipe.loader().experiment().tag()));
      }
    }

    /** The first element from this one on that a shard takes; behind the last where none does. */
    private int wantedFrom(int index) {
      int wanted = index;
      while (wanted < elements.size() && task(wanted) < 0) {
        wanted++;
      }
      return wanted;
    }

    private int task(int index) {
      return targets.task(placement.side(), placement.positions()[index]);
    }

    private void cut() {
      List<Element> some = new ArrayList<>(atOnce);
      int index = next;
      for (; some.size() < atOnce && index < elements.size(); index = wantedFrom(index + 1)) {
        some.add(elements.get(index));
      }
      for (ElementRecord element : cutter.cut(scan, some)) {
        add(element.index(), new ShuffledElement.Filled(element));
      }
      next = index;
    }

    private void add(int index, ShuffledElement element) {
      ready.add(new Tuple2<>(new ShardSlot(task(index), placement.positions()[index]), element));
    }

    /** Told where the first of its elements would have gone that is not there. */
    private void fail(Throwable problem) {
      int index = isLeft() ? next : firstWanted();
      elements = List.of();
      next = 0;
      scan = null;
      metrics.failed().add(1);
      var failed = (ScanOutcome.Failed) Failures.outcome(placement.scan(), stage, problem);
      add(index, new ShuffledElement.Failed(failed.failure()));
    }

    private int firstWanted() {
      int index = 0;
      while (task(index) < 0) {
        index++;
      }
      return index;
    }
  }
}
