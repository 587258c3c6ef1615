package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanCollection;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanReader;
import io.medseg.volume.MaskVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans by their position in a collection: those in memory within a bound, the others read, by
 * workers before they are needed where it is known which are. Each worker has a reader of its own;
 * what goes wrong there is forgotten, and shows when the scan is asked for and read again.
 *
 * <p>Everything but the workers is one thread's, which closes it.
 */
final class ScanCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScanCache.class);
  private static final int NONE = -1;

  private final List<Scan> scans;
  private final ScanCollection collection;
  private final int mostWorkers;
  private final long maxBytes;
  private final List<Thread> workers = new ArrayList<>();

  /** Of the one thread; null until it reads something itself. */
  private ScanReader own;

  // Guarded by this.
  private final HeldScans held;
  private final ScanHeader[] headers;
  private boolean closed;

  ScanCache(ScanCollection collection, ReadingSettings settings) {
    this.collection = collection;
    this.scans = collection.scans();
    this.mostWorkers = Math.min(settings.workers(), scans.size());
    this.maxBytes = settings.cacheBytes();
    this.held = new HeldScans(maxBytes);
    this.headers = new ScanHeader[scans.size()];
  }

  /**
   * What will be asked for.
   *
   * @param now scans that are asked for at once
   * @param next scans that are needed after them, in this order
   */
  void expect(List<Integer> now, List<Integer> next) {
    synchronized (this) {
      checkOpen();
      held.expect(now, next);
      notifyAll();
    }
    while (workers.size() < mostWorkers) {
      Thread worker = new Thread(this::work, "scans-ahead-" + workers.size());
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
  }

  /**
   * The header of a scan, read once.
   *
   * @throws InputException if it cannot be read
   */
  ScanHeader header(int scan) {
    return header(own(), scan);
  }

  private ScanHeader header(ScanReader reader, int scan) {
    synchronized (this) {
      if (headers[scan] != null) {
        return headers[scan];
      }
    }
    ScanHeader header = reader.header(scans.get(scan));
    synchronized (this) {
      headers[scan] = header;
      held.size(scan, bytes(header));
    }
    return header;
  }

  /**
   * The scan, its image whole in memory; shared with others that ask for it, so that it is only
   * looked at.
   *
   * @throws InputException if it cannot be read
   */
  ScanData get(int scan) {
    ScanData data = takeOrClaim(scan);
    return data != null ? data : read(scan);
  }

  private synchronized ScanData takeOrClaim(int scan) {
    checkOpen();
    while (held.isOnItsWay(scan)) {
      await(scan);
    }
    held.used(scan);
    ScanData data = held.get(scan);
    if (data == null) {
      held.claim(scan);
    }
    return data;
  }

  private void await(int scan) {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException(
          "Interrupted while scan " + scans.get(scan).scanId() + " is read");
    }
  }

  private ScanReader own() {
    checkOpen();
    if (own == null) {
      own = collection.readers().get();
    }
    return own;
  }

  private synchronized void checkOpen() {
    if (closed) {
      throw new IllegalStateException("Closed: no scan is read any more");
    }
  }

  private ScanData read(int scan) {
    ScanData data = null;
    try {
      data = own().read(scans.get(scan));
      return data;
    } finally {
      settle(scan, data);
    }
  }

  /** A claimed scan was read, or not if it is null. */
  private synchronized void settle(int scan, ScanData data) {
    held.release(scan);
    if (data != null && !closed) {
      held.keep(scan, data, bytes(data.header()));
    }
    notifyAll();
  }

  private static long bytes(ScanHeader scan) {
    return (1 + scan.contrasts()) * Float.BYTES * scan.image().elements()
        + scan.maskChannels() * MaskVolume.bytesPerClass(scan.image());
  }

  private void work() {
    try (ScanReader reader = collection.readers().get()) {
      for (int scan = nextAhead(); scan != NONE; scan = nextAhead()) {
        readAhead(reader, scan);
      }
    } catch (Exception | Error e) {
      // Whoever asks for a scan opens a reader as well, and is told.
      LOG.debug("No scans are read ahead", e);
    }
  }

  private synchronized int nextAhead() {
    while (!closed) {
      OptionalInt scan = held.claimAhead();
      if (scan.isPresent()) {
        return scan.getAsInt();
      }
      try {
        wait();
      } catch (InterruptedException e) {
        return NONE;
      }
    }
    return NONE;
  }

  private void readAhead(ScanReader reader, int scan) {
    ScanData data = null;
    try {
      header(reader, scan);
      if (reserve(scan)) {
        data = reader.read(scans.get(scan));
      }
    } catch (Exception | Error e) {
      // Said when the scan is needed, if it is: then it is read again.
      LOG.debug("Cannot read scan {} ahead", scans.get(scan).scanId(), e);
      fail(scan);
    } finally {
      settle(scan, data);
    }
  }

  private synchronized boolean reserve(int scan) {
    boolean hasRoom = !closed && held.reserve(scan);
    // Its size is known now, so that others may look for what fits.
    notifyAll();
    return hasRoom;
  }

  private synchronized void fail(int scan) {
    held.fail(scan);
  }

  /** Reads as many scans as fit; one that cannot be read is left out. */
  void fill() {
    List<Integer> fitting = fitting();
    expect(List.of(), fitting);
    for (int scan : fitting) {
      try {
        get(scan);
      } catch (InputException e) {
        LOG.warn("Not loaded before the first batch: {}", e.getMessage());
      }
    }
    LOG.info(
        "PRELOAD_DATA: {} of {} scans are in memory, {} of at most {} MB",
        count(),
        scans.size(),
        bytes() >> 20,
        maxBytes >> 20);
  }

  private List<Integer> fitting() {
    List<Integer> fitting = new ArrayList<>();
    long total = 0;
    for (int scan = 0; scan < scans.size(); scan++) {
      ScanHeader header = header(scan);
      long size = bytes(header);
      if (total + size <= maxBytes) {
        total += size;
        fitting.add(scan);
      }
    }
    return fitting;
  }

  /** Number of scans in memory. */
  synchronized int count() {
    return held.count();
  }

  /** Bytes of the scans in memory or on their way there. */
  synchronized long bytes() {
    return held.bytes();
  }

  /** Waits for what the workers are reading, ends them and closes all readers. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      held.clear();
      notifyAll();
    }
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (own != null) {
      own.close();
    }
    own = null;
  }
}
