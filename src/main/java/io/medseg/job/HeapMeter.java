package io.medseg.job;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The most heap that was still in use after a garbage collection: what a run really holds, without
 * what waits to be collected. Ask for {@link #peakBytes} when the work is done; it makes no
 * difference how large the heap may grow.
 */
final class HeapMeter implements AutoCloseable {
  private final AtomicLong peak = new AtomicLong();
  private final NotificationListener listener =
      (notification, unused) -> collected(notification.getUserData());
  private final List<NotificationEmitter> collectors = new ArrayList<>();

  HeapMeter() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(listener, null, null);
        collectors.add(emitter);
      }
    }
  }

  private void collected(Object data) {
    Map<String, MemoryUsage> after =
        GarbageCollectionNotificationInfo.from((CompositeData) data)
            .getGcInfo()
            .getMemoryUsageAfterGc();
    long used = 0;
    for (java.lang.management.MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == java.lang.management.MemoryType.HEAP
          && after.containsKey(pool.getName())) {
        used += after.get(pool.getName()).getUsed();
      }
    }
    peak.accumulateAndGet(used, Math::max);
  }

  /** The peak so far, in bytes; 0 if nothing was collected. */
  long peakBytes() {
    return peak.get();
  }

  @Override
  public void close() {
    for (NotificationEmitter collector : collectors) {
      try {
        collector.removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException("Cannot happen: the listener was added", e);
      }
    }
  }
}
