package io.medseg.loader;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads scans and keeps the last few used. One thread. */
final class RecentScans {
  private static final int KEPT = 4;
  private final List<Scan> scans;
  private final ScanReader reader;
  private final Map<Integer, ScanData> recent =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, ScanData> eldest) {
          return size() > KEPT;
        }
      };

  RecentScans(List<Scan> scans, ScanReader reader) {
    this.scans = scans;
    this.reader = reader;
  }

  ScanData get(int scan) {
    ScanData data = recent.get(scan);
    if (data == null) {
      data = reader.read(scans.get(scan));
      recent.put(scan, data);
    }
    return data;
  }
}
