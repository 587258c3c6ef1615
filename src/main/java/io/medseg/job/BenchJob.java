package io.medseg.job;

import io.medseg.spark.EvaluationResult;
import io.medseg.text.PathText;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures, each number in one run and beside its goal. */
@Command(
    name = "bench",
    description = "Measures evaluations of synthetic scans.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "evaluate  384 x 384 x 160 scans, 2D U-Net of 16 to 128 filters: shares of the",
      "          model's time, CPU of the metrics, heap, shuffle",
      "export    the same scans and model, in each format: MB/s, what is not the model,",
      "          heap beside that of evaluate",
      "preprocess  the same scans as training shards on 1 and 2 cores, against Python",
      "memory    one scan of 512 x 512 x 400, windows of 128 x 128 x 64, six classes:",
      "          jobs/bench.sh --driver-memory 1200m --master 'local[1]' -- memory",
      "skew      one scan of half the total work (simulated model):",
      "          jobs/bench.sh --master 'local[8]' -- skew",
      "hdfs      reads of scans on HDFS; local[2] against two workers with a core each:",
      "          jobs/bench.sh hdfs (brings up both), or, for those that run already,",
      "          jobs/bench.sh hdfs --data hdfs://HOST/DIR --cluster spark://HOST:7077"
    })
final class BenchJob implements Callable<Integer> {
  /** What can be measured. */
  enum Kind {
    EVALUATE,
    EXPORT,
    PREPROCESS,
    MEMORY,
    SKEW,
    HDFS
  }

  @Parameters(
      paramLabel = "KIND",
      defaultValue = "evaluate",
      description =
          "evaluate, export, preprocess, memory, skew or hdfs (default: ${DEFAULT-VALUE})")
  private Kind kind;

  @Option(
      names = "--scans",
      paramLabel = "N",
      description =
          "evaluate, export, preprocess, hdfs: scans to measure (default: ${DEFAULT-VALUE})")
  private int scans = 4;

  @Option(
      names = "--depth",
      paramLabel = "D",
      description =
          "evaluate, export, preprocess, hdfs: slices of a scan (default: ${DEFAULT-VALUE})")
  private int depth = 160;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "folder for the scans; those of an earlier run are used again (default: ${DEFAULT-VALUE})")
  private String data = "target/bench";

  @Option(
      names = "--cluster",
      paramLabel = "MASTER",
      description = "hdfs: master of the cluster that is compared with local[2] (default: none)")
  private String cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PathText.of("--data", data);
    Options.atLeastOne("--scans", scans);
    Options.atLeastOne("--depth", depth);
    if (kind == Kind.HDFS) {
      return new HdfsBench(data, scans, depth, spec.commandLine().getOut()).run(cluster);
    }
    if (kind == Kind.PREPROCESS) {
      return new PreprocessBench(data, scans, depth, spec.commandLine().getOut()).run();
    }
    try (JavaSparkContext spark = SparkContexts.start("bench")) {
      BenchData phantoms = new BenchData(data, spark.hadoopConfiguration());
      BenchContext bench = new BenchContext(spark, phantoms, spec.commandLine().getOut());
      EvaluationResult result =
          switch (kind) {
            case EVALUATE -> new ModelShareBench(bench, scans, depth).run();
            case EXPORT -> new ExportBench(bench, scans, depth).run();
            case MEMORY -> new MemoryBench(bench).run();
            case SKEW -> new SkewBench(bench).run();
            case HDFS, PREPROCESS -> throw new IllegalStateException("it starts Spark itself");
          };
      bench.out().flush();
      return result.failures().isEmpty() ? MedsegSpark.FINE : MedsegSpark.SCANS_FAILED;
    }
  }
}
