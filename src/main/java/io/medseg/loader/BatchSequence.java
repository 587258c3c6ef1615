package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanCollection;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.volume.Tensor;
import io.medseg.volume.Volume;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Batches of the elements of several scans, epoch by epoch, to train or test a model with, and the
 * predictions of a model scan by scan: MedSegPy's data loader as an object, made by {@link
 * DataLoaders#build}. Elements are numbered scan by scan; a batch may hold elements of several
 * scans.
 *
 * <p>Scans are kept in memory within a bound, and read ahead by NUM_WORKERS threads. To be used by
 * one thread, which closes it; closing ends the threads and closes every file.
 */
public final class BatchSequence implements AutoCloseable {
  /** How far to look for scans that are needed soon: many scans of slices, at no cost. */
  private static final int ELEMENTS_AHEAD = 4096;

  private final Experiment experiment;
  private final DataLoader loader;
  private final SliceAxis sliceAxis;
  private final ScanCollection collection;
  private final List<Scan> scans;
  private final BatchSettings settings;
  private final ScanCache cache;
  private final ReadingSettings.Filling filling;
  private Epochs epochs;
  private boolean isFilled;

  /** An element and the scan it is of. */
  private record Entry(int scan, Element element) {}

  /** The elements of all scans, and the order in which this epoch takes them. */
  private record Epochs(ElementTable elements, Order order) {
    Entry at(int position) {
      int number = order.at(position);
      return new Entry(elements.scan(number), elements.element(number));
    }

    int scanAt(int position) {
      return elements.scan(order.at(position));
    }
  }

  BatchSequence(
      Experiment experiment,
      ScanCollection collection,
      BatchSettings settings,
      ReadingSettings reading) {
    this.experiment = experiment;
    this.loader = DataLoaders.create(experiment);
    this.sliceAxis = SliceAxis.of(experiment);
    this.collection = collection;
    this.scans = collection.scans();
    this.settings = settings;
    this.cache = new ScanCache(collection, reading);
    this.filling = reading.filling();
  }

  /** All scans: dataset by dataset, then as its layout lists them. */
  public List<Scan> scans() {
    return scans;
  }

  /** Number of scans. */
  public int numberOfScans() {
    return scans.size();
  }

  /**
   * Number of elements of all scans. What is known of scans without their voxels is read when this
   * method, {@link #length} or {@link #batch} is called first.
   *
   * @throws InputException if a scan cannot be read or does not fit the loader
   */
  public int elements() {
    return epochs().elements().count();
  }

  /** Number of batches in an epoch; fails as {@link #elements} does. */
  public int length() {
    boolean drops =
        settings.form() != BatchForm.TESTING
            && settings.lastBatch() == BatchSettings.LastBatch.DROP;
    int size = settings.batchSize();
    return elements() / size + (!drops && elements() % size > 0 ? 1 : 0);
  }

  private Epochs epochs() {
    if (epochs == null) {
      ElementTable elements =
          ElementTable.of(IntStream.range(0, scans.size()).mapToObj(this::scatter).toList());
      epochs = new Epochs(elements, order(elements.count()));
    }
    return epochs;
  }

  private List<Element> scatter(int scan) {
    try {
      loader.check(scans.get(scan));
      return loader.scatter(cache.header(scan), Purpose.TRAINING);
    } catch (InputException e) {
      throw new InputException(scans.get(scan).named(e.getMessage()), e);
    }
  }

  private Order order(int count) {
    return settings.arrangement() == BatchSettings.Arrangement.SHUFFLED
        ? Order.shuffled(count, settings.seed(), settings.parity())
        : Order.ascending(count);
  }

  /**
   * A batch of this epoch.
   *
   * @param index from 0 to below {@link #length}
   * @throws InputException if a scan cannot be read or does not fit the others of the batch; other
   *     batches can be asked for
   */
  public Batch batch(int index) {
    if (index < 0 || index >= length()) {
      throw new IndexOutOfBoundsException("Batch " + index + " of " + length());
    }
    fill();
    int from = index * settings.batchSize();
    int to = Math.min(from + settings.batchSize(), elements());
    List<Entry> entries = new ArrayList<>();
    for (int position = from; position < to; position++) {
      entries.add(epochs.at(position));
    }
    cache.expect(scansOf(entries), scansFrom(to));
    return loader.batch(parts(entries, read(entries)), settings.form());
  }

  private void fill() {
    if (!isFilled && filling == ReadingSettings.Filling.BEFORE_FIRST_BATCH) {
      cache.fill();
    }
    isFilled = true;
  }

  private List<Integer> scansFrom(int position) {
    int to = Math.min(elements(), position + ELEMENTS_AHEAD);
    Set<Integer> ahead = new LinkedHashSet<>();
    for (int next = position; next < to; next++) {
      ahead.add(epochs.scanAt(next));
    }
    return List.copyOf(ahead);
  }

  private static List<Integer> scansOf(Collection<Entry> entries) {
    return entries.stream().map(Entry::scan).distinct().toList();
  }

  /** The scans of a batch; of several only what the batch needs, as their number may be large. */
  private Map<Integer, ScanData> read(List<Entry> entries) {
    List<Integer> needed = scansOf(entries);
    Map<Integer, ScanData> read = new HashMap<>();
    for (int scan : needed) {
      ScanData data = cache.get(scan);
      read.put(scan, needed.size() == 1 ? data : neededOf(scan, data, entries));
    }
    return read;
  }

  private ScanData neededOf(int scan, ScanData data, List<Entry> entries) {
    List<Element> elements =
        entries.stream().filter(entry -> entry.scan() == scan).map(Entry::element).toList();
    List<Volume> contrasts = new ArrayList<>();
    for (int i = 0; i < data.contrasts().size(); i++) {
      int contrast = i;
      Supplier<Volume> again = () -> cache.get(scan).contrasts().get(contrast);
      contrasts.add(planesOf(data.contrasts().get(i), elements, again));
    }
    Volume image = planesOf(data.image(), elements, () -> cache.get(scan).image());
    return data.withImages(image, contrasts);
  }

  private Volume planesOf(Volume image, List<Element> elements, Supplier<Volume> again) {
    NeededPlanes planes = new NeededPlanes(image, again);
    elements.forEach(element -> planes.keep(element, sliceAxis));
    return planes.volume();
  }

  /** Neighbours of one scan are one part. */
  private static List<BatchPart> parts(List<Entry> entries, Map<Integer, ScanData> read) {
    List<BatchPart> parts = new ArrayList<>();
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      int scan = entries.get(i).scan();
      elements.add(entries.get(i).element());
      if (i + 1 == entries.size() || entries.get(i + 1).scan() != scan) {
        parts.add(new BatchPart(read.get(scan), elements));
        elements = new ArrayList<>();
      }
    }
    return parts;
  }

  /** Shuffles for the next epoch, where elements are shuffled at all. */
  public void endOfEpoch() {
    epochs().order().endOfEpoch();
    cache.expect(List.of(), scansFrom(0));
  }

  /**
   * Runs a model over every scan, by ascending scan id, each when it is asked for and never
   * shuffled; the windows are those of {@link Purpose#INFERENCE}. {@link Iterator#next} throws an
   * {@link InputException} that names the scan if that scan cannot be read or predicted; the
   * iterator stays usable and goes on with the one after it. It may be left at any scan and ends
   * with this object.
   *
   * @param model gives the predictions of a batch, N x window x classes; called on the thread that
   *     asks for scans
   */
  public Iterator<InferredScan> inference(UnaryOperator<Tensor> model) {
    return new ScanPredictions(experiment, loader, collection, cache, settings.batchSize(), model);
  }

  /** Bytes of the scans in memory or on their way there. */
  long cachedBytes() {
    return cache.bytes();
  }

  /** Ends the reading; batches and iterators throw an IllegalStateException from now on. */
  @Override
  public void close() {
    cache.close();
  }
}
