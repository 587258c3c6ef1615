package io.medseg.job;

import io.medseg.comparison.ComparisonJson;
import io.medseg.comparison.ComparisonPage;
import io.medseg.comparison.ComparisonText;
import io.medseg.comparison.RunComparison;
import io.medseg.comparison.RunFolder;
import io.medseg.ledger.FolderHold;
import io.medseg.ledger.WrittenFiles;
import io.medseg.text.PathText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two evaluations, paired by scan. Small work: it starts no Spark. */
@Command(
    name = "compare",
    description = "Compares two runs scan by scan: what changed from RUN_A to RUN_B.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "For every metric and class: mean difference B - A over the scans that have a value in both",
      "runs, its 95 % interval (Student's t of the paired differences) and the p value of the",
      "two-sided Wilcoxon signed-rank test (as scipy.stats.wilcoxon by default).",
      "",
      "Exit codes: 0 fine; 1 the runs cannot be compared; 3 a bug.",
      "",
      "Example:",
      "  jobs/compare.sh /results/yesterday /results/tonight --output /results/change"
    })
final class CompareJob implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN_A", description = "--output of a run")
  private String runA;

  @Parameters(index = "1", paramLabel = "RUN_B", description = "--output of another run")
  private String runB;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "folder for compare.json and compare.html, any Hadoop path (default: none)")
  private String output;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      split = ",",
      description =
          "compare these metrics only; the scans that changed most are found by the first (default: all)")
  private List<String> metrics = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Configuration hadoop = SparkContexts.hadoop();
    if (output != null) {
      new OutputApart(output, hadoop).from("RUN_A", runA).from("RUN_B", runB);
    }
    RunComparison comparison =
        RunComparison.of(RunFolder.read(runA, hadoop), RunFolder.read(runB, hadoop), metrics);
    PrintWriter out = spec.commandLine().getOut();
    out.print(ComparisonText.of(comparison));
    if (output != null) {
      write(comparison, hadoop);
      out.println("compare.json and compare.html are in " + output);
    }
    out.flush();
    return MedsegSpark.FINE;
  }

  private void write(RunComparison comparison, Configuration hadoop) {
    Path directory = PathText.of("--output", output);
    try (FolderHold hold = new OutputPlace(directory, hadoop).hold("compare", "")) {
      RunFiles files = RunFiles.of(directory, hadoop, hold, new WrittenFiles(Map.of()));
      files.write(new ComparisonPage(comparison));
      files.complete(new ComparisonJson(comparison));
    }
  }
}
