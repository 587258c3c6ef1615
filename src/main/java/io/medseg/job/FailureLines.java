package io.medseg.job;

import io.medseg.evaluation.ScanFailure;
import java.io.PrintWriter;
import java.util.List;

/** What a job says at its end of scans without a result. */
final class FailureLines {
  private static final int SHOWN = 10;

  private FailureLines() {}

  /** The first ones, when failures.csv has all. */
  static void print(List<ScanFailure> failures, PrintWriter out) {
    failures.stream().limit(SHOWN).forEach(failure -> out.println("  " + failure.message()));
    if (failures.size() > SHOWN) {
      out.println("  ... and " + (failures.size() - SHOWN) + " more; failures.csv lists all");
    }
    out.flush();
  }

  /** Each one, where failures.csv may not have been written: nothing else would name it. */
  static void printAll(List<ScanFailure> failures, PrintWriter out) {
    failures.forEach(failure -> out.println("  " + failure.message()));
    out.flush();
  }
}
