package io.medseg.export;

import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.ScanScores;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * metrics.csv in MedSegPy's format: a line per scan and metric, a column per class, full precision,
 * an empty cell where a metric is not defined.
 */
public record MetricsCsv(EvaluationSummary summary) implements Report {
  @Override
  public String fileName() {
    return "metrics.csv";
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    List<String> header = new ArrayList<>(List.of("", ""));
    summary.categories().forEach(category -> header.add(CsvLine.text(category)));
    out.write(CsvLine.of(header));
    for (ScanScores scan : summary.scans()) {
      for (int metric = 0; metric < summary.metrics().size(); metric++) {
        List<String> line = new ArrayList<>();
        line.add(CsvLine.text(scan.scanId()));
        line.add(CsvLine.text(summary.metrics().get(metric).name()));
        for (double value : scan.values().get(metric)) {
          line.add(Double.isNaN(value) ? "" : PythonFloat.repr(value));
        }
        out.write(CsvLine.of(line));
      }
    }
  }
}
