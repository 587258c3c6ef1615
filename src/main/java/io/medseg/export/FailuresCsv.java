package io.medseg.export;

import io.medseg.evaluation.ScanFailure;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;

/** failures.csv: a line per scan without a result, by scan id; only the header if there is none. */
public record FailuresCsv(List<ScanFailure> failures) implements Report {
  /** Sorts the failures. */
  public FailuresCsv {
    failures =
        failures.stream()
            .sorted(Comparator.comparing(ScanFailure::scanId).thenComparing(ScanFailure::stage))
            .toList();
  }

  @Override
  public String fileName() {
    return "failures.csv";
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    out.write(CsvLine.of(List.of("scan", "stage", "message")));
    for (ScanFailure failure : failures) {
      out.write(
          CsvLine.of(
              List.of(
                  CsvLine.text(failure.scanId()),
                  failure.stage().name(),
                  text(failure.message()))));
    }
  }

  private static String text(String message) {
    return message == null ? "" : CsvLine.text(message);
  }
}
