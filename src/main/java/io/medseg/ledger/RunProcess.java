package io.medseg.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process on some machine.
 *
 * @param host name of the machine
 * @param space what process ids are counted in: this start of the machine, this container; "" where
 *     that cannot be told
 * @param pid its id
 * @param started when it began; the epoch where that is not known
 */
record RunProcess(String host, String space, long pid, Instant started) {
  /** The system computes the beginning from its clock, which may have been set since. */
  private static final Duration CLOCK_IS_SET = Duration.ofSeconds(10);

  /** This one. */
  static RunProcess current() {
    ProcessHandle own = ProcessHandle.current();
    return new RunProcess(hostName(), processSpace(), own.pid(), start(own));
  }

  /** Whether it can be looked at from here. */
  boolean isHere() {
    return !space.isEmpty() && space.equals(processSpace());
  }

  /** Whether it still runs; only for one that {@link #isHere}. */
  boolean isAlive() {
    Optional<ProcessHandle> found = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return found.map(it -> isSame(start(it))).orElse(false);
  }

  /** Ids are given out again: one that began at another time is another process. */
  private boolean isSame(Instant other) {
    boolean isKnown = !started.equals(Instant.EPOCH) && !other.equals(Instant.EPOCH);
    return !isKnown || Duration.between(started, other).abs().compareTo(CLOCK_IS_SET) < 0;
  }

  private static Instant start(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Containers may share a host's name, but not its process ids. */
  private static String processSpace() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }
}
