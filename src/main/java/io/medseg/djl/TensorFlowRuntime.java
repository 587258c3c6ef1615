package io.medseg.djl;

import ai.djl.engine.Engine;
import io.medseg.InputException;
import io.medseg.model.Device;
import io.medseg.model.HostCache;
import java.nio.file.Path;

/**
 * Starts DJL's TensorFlow engine once per JVM. What DJL reads while its classes load has to be set
 * before the first of them is touched, so everything here happens in one order: no telemetry and no
 * downloads, threads, visible GPUs, native library, engine.
 */
final class TensorFlowRuntime {
  static final String ENGINE = "TensorFlow";

  private static Path library;
  private static GpuVisibility visible;

  private TensorFlowRuntime() {}

  /**
   * Starts it, or does nothing where it runs.
   *
   * @param threads the first budget decides for the JVM
   * @param device the GPUs of the first one's process are those that the JVM sees
   * @return TensorFlow's number of the device
   * @throws InputException if the native library is missing or does not load (a later call tries
   *     again), or the JVM does not see the device
   */
  static synchronized int start(ThreadBudget threads, Device device) {
    if (library != null) {
      return visible.number(device);
    }
    stayOffline();
    TensorFlowThreads.apply(threads);
    GpuVisibility seen = GpuVisibility.of(device, System::getenv);
    seen.environment(System::getenv).forEach(NativeEnvironment::set);
    Path folder = TensorFlowNatives.install();
    loadEngine(folder);
    library = folder;
    visible = seen;
    return visible.number(device);
  }

  /**
   * DJL's Engine class calls home when it loads, unless OPT_OUT_TRACKING is true as an environment
   * variable or, where that is not set, as a system property; or unless DJL is offline, which also
   * forbids every download.
   */
  static void stayOffline() {
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
  }

  /** DJL finds its engines through the thread's class loader, which need not know our jar. */
  private static void loadEngine(Path folder) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(TensorFlowRuntime.class.getClassLoader());
    try {
      Engine.getEngine(ENGINE);
    } catch (RuntimeException | LinkageError e) {
      throw new InputException(
          "Cannot load TensorFlow from %s: %s".formatted(folder, advised(reason(e))), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** What helps against what the system's loader says on a disk from which nothing may be run. */
  static String advised(String reason) {
    return reason.contains("failed to map segment")
        ? reason + "; its disk is mounted noexec, so " + HostCache.ADVICE + " that is not"
        : reason;
  }

  /** The message of the innermost cause, which is the one that names the library. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.toString();
  }
}
