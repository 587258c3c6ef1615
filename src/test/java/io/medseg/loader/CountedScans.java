package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.Category;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetScans;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanCollection;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanReader;
import io.medseg.volume.Spacing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Scans in memory that remember what was read of them, by readers of any number of threads. */
public final class CountedScans {
  private final Map<String, ScanData> scans = new LinkedHashMap<>();

  /** Ids in the order in which scans were read. */
  final List<String> read = Collections.synchronizedList(new ArrayList<>());

  /** Ids of scans that cannot be read. */
  final Set<String> broken = Collections.synchronizedSet(new HashSet<>());

  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();

  /** Called before a scan is read, on the thread that reads it. */
  volatile Consumer<String> beforeRead = id -> {};

  /** Scans by their ids. */
  public CountedScans(ScanData... scans) {
    for (ScanData scan : scans) {
      this.scans.put(scan.scan().scanId(), scan);
    }
  }

  static Dataset dataset(String name, Category... categories) {
    return new Dataset(
        name,
        "/" + name,
        "volumes",
        List.of(categories),
        new Spacing(0.5, 0.5, 1.5),
        "SemSegEvaluator",
        Map.of());
  }

  /** All of them as one dataset. */
  public ScanCollection collection(Category... categories) {
    return collection(List.of(new DatasetScans(dataset("knees", categories), list())));
  }

  ScanCollection collection(List<DatasetScans> parts) {
    return new ScanCollection(parts, Reader::new);
  }

  List<Scan> list() {
    return scans.values().stream().map(ScanData::scan).toList();
  }

  ScanData get(String id) {
    return scans.get(id);
  }

  private final class Reader implements ScanReader {
    private final Thread owner = Thread.currentThread();

    Reader() {
      opened.incrementAndGet();
    }

    @Override
    public ScanHeader header(Scan scan) {
      check(scan);
      return TestScans.header(scans.get(scan.scanId()));
    }

    @Override
    public ScanData read(Scan scan) {
      beforeRead.accept(scan.scanId());
      read.add(scan.scanId());
      check(scan);
      return scans.get(scan.scanId());
    }

    private void check(Scan scan) {
      if (Thread.currentThread() != owner) {
        throw new IllegalStateException("A reader is one thread's");
      }
      if (broken.contains(scan.scanId())) {
        throw new InputException("Cannot read scan " + scan.scanId() + ": it is broken");
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
