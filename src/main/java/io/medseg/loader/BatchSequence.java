package io.medseg.loader;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of an epoch over several scans, for training or testing. Elements are numbered scan
 * by scan; a batch may hold elements of several scans. Scans are read when they are needed and the
 * last few kept. One thread; the reader stays the caller's to close.
 */
public final class BatchSequence {
  private final DataLoader loader;
  private final BatchSettings settings;
  private final RecentScans scans;
  private final List<Entry> entries = new ArrayList<>();
  private final Order order;

  /** An element and the scan it is of. */
  private record Entry(int scan, Element element) {}

  /**
   * A sequence over the elements that the loader makes of these scans for training.
   *
   * @throws io.medseg.InputException if a scan does not fit the loader
   */
  public BatchSequence(
      DataLoader loader, List<Scan> scans, ScanReader reader, BatchSettings settings) {
    this.loader = loader;
    this.settings = settings;
    this.scans = new RecentScans(List.copyOf(scans), reader);
    for (int i = 0; i < scans.size(); i++) {
      int scan = i;
      loader
          .scatter(reader.header(scans.get(i)), Purpose.TRAINING)
          .forEach(element -> entries.add(new Entry(scan, element)));
    }
    this.order =
        settings.arrangement() == BatchSettings.Arrangement.SHUFFLED
            ? Order.shuffled(entries.size(), settings.seed(), settings.parity())
            : Order.ascending(entries.size());
  }

  /** Number of elements of all scans. */
  public int elements() {
    return entries.size();
  }

  /** Number of batches in an epoch. */
  public int length() {
    boolean drops =
        settings.form() != BatchForm.TESTING
            && settings.lastBatch() == BatchSettings.LastBatch.DROP;
    int size = settings.batchSize();
    return entries.size() / size + (!drops && entries.size() % size > 0 ? 1 : 0);
  }

  /**
   * A batch of this epoch.
   *
   * @param index from 0 to below {@link #length}
   */
  public Batch batch(int index) {
    if (index < 0 || index >= length()) {
      throw new IndexOutOfBoundsException("Batch " + index + " of " + length());
    }
    int from = index * settings.batchSize();
    int to = Math.min(from + settings.batchSize(), entries.size());
    List<BatchPart> parts = new ArrayList<>();
    List<Element> elements = new ArrayList<>();
    for (int position = from; position < to; position++) {
      Entry entry = entries.get(order.at(position));
      elements.add(entry.element());
      boolean isLast =
          position + 1 == to || entries.get(order.at(position + 1)).scan() != entry.scan();
      if (isLast) {
        parts.add(new BatchPart(scans.get(entry.scan()), elements));
        elements = new ArrayList<>();
      }
    }
    return loader.batch(parts, settings.form());
  }

  /** Shuffles for the next epoch, where elements are shuffled at all. */
  public void endOfEpoch() {
    order.endOfEpoch();
  }
}
