package io.medseg.export;

import io.medseg.evaluation.Distribution;
import io.medseg.evaluation.EvaluationSummary;
import io.medseg.evaluation.EvaluationSummary.MetricLabel;
import io.medseg.evaluation.ScanScores;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * results.txt in MedSegPy's format: a line per scan with the means over its classes, a table of the
 * means over scans, the mean time of a scan.
 *
 * @param date when the results were made, as it is to be printed
 * @param weights what was loaded, as it is to be printed; MedSegPy prints the file's name
 */
public record ResultsText(EvaluationSummary summary, String date, String weights)
    implements Report {
  private static final String RULE = "-".repeat(40) + "\n";

  @Override
  public String fileName() {
    return "results.txt";
  }

  @Override
  public void writeTo(Writer out) throws IOException {
    out.write("Results generated on " + date + "\n");
    out.write("Weights Loaded: " + weights + "\n");
    out.write(RULE);
    int number = 0;
    for (ScanScores scan : summary.scans()) {
      out.write(scanLine(++number, scan));
    }
    out.write(RULE);
    out.write("============ Overall Summary ============\n");
    out.write(table() + "\n\n");
    Distribution seconds = summary.seconds();
    out.write(
        "Inference time (Mean +/- Std. Dev.): "
            + PythonFloat.fixed(seconds.mean(), 2)
            + " +/- "
            + PythonFloat.fixed(seconds.sdDdof0(), 2)
            + " seconds.\n");
  }

  private String scanLine(int number, ScanScores scan) {
    List<String> means = new ArrayList<>();
    for (int metric = 0; metric < summary.metrics().size(); metric++) {
      means.add(
          summary.metrics().get(metric).name()
              + ": "
              + PythonFloat.fixed(summary.meanOfScan(scan, metric), 3));
    }
    return String.format(
        Locale.ROOT,
        "Scan #%03d (name = %s, %ss) = %s\n",
        number,
        scan.scanId(),
        PythonFloat.fixed(scan.seconds(), 2),
        String.join(", ", means));
  }

  private String table() {
    double[][] means = new double[summary.metrics().size()][summary.categories().size()];
    for (int metric = 0; metric < means.length; metric++) {
      for (int category = 0; category < means[metric].length; category++) {
        means[metric][category] = summary.distribution(metric, category).mean();
      }
    }
    return SimpleTable.of(
        summary.categories(), summary.metrics().stream().map(MetricLabel::name).toList(), means);
  }
}
