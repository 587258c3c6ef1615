package io.medseg.job;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.ColumnData;
import io.medseg.export.TextColumns;
import io.medseg.spark.PlannedScan;
import io.medseg.spark.ScanPlan;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What {@code --plan} prints: for every scan its windows, the heap it is expected to take and
 * whether a task has that.
 *
 * @param batchSize windows in a batch
 * @param heapPerTask bytes that each of the tasks that run side by side can count on
 * @param tasksPerExecutor tasks that run side by side in one JVM
 */
record PlanReport(ScanPlan plan, int batchSize, long heapPerTask, int tasksPerExecutor) {
  /** Prints it; gives the exit code of a run that would go as planned. */
  int print(PrintWriter out) {
    List<PlannedScan> scans =
        plan.scans().stream()
            .sorted(Comparator.comparing(planned -> planned.scan().scanId()))
            .toList();
    if (!scans.isEmpty()) {
      out.println(table(scans));
    }
    out.printf(
        Locale.ROOT,
        "%d scans, %d windows; %s of heap per task, %d at a time in an executor%n",
        scans.size(),
        plan.elements(),
        megabytes(heapPerTask),
        tasksPerExecutor);
    long tooLarge = scans.stream().filter(scan -> !fits(scan)).count();
    if (tooLarge > 0) {
      out.println(
          tooLarge
              + " scans do not fit: give executors more memory (--executor-memory, in local mode --driver-memory),"
              + " run fewer tasks at a time, or take a smaller TEST_BATCH_SIZE");
    }
    plan.notes().forEach(out::println);
    if (!plan.failures().isEmpty()) {
      out.println(plan.failures().size() + " scans cannot be evaluated:");
      plan.failures().forEach(failure -> out.println("  " + failure.message()));
    }
    out.flush();
    return tooLarge == 0 && plan.failures().isEmpty() ? MedsegSpark.FINE : MedsegSpark.SCANS_FAILED;
  }

  private boolean fits(PlannedScan scan) {
    return scan.heapBytes() <= heapPerTask;
  }

  private String table(List<PlannedScan> scans) {
    List<ColumnData<PlannedScan>> columns =
        List.of(
            TextColumns.name("scan").with(scan -> scan.scan().scanId()),
            TextColumns.number("shape").with(scan -> scan.header().image().toString()),
            TextColumns.number("windows").with(scan -> "" + scan.elements()),
            TextColumns.number("batches")
                .with(scan -> "" + (scan.elements() + batchSize - 1L) / batchSize),
            TextColumns.number("memory").with(scan -> megabytes(scan.heapBytes())),
            TextColumns.name("fits").with(scan -> fits(scan) ? "yes" : "no"));
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, scans, columns);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
