package io.medseg.job;

import io.medseg.spark.ScanPlan;
import io.medseg.spark.ScanPlanner;
import io.medseg.spark.SparkSettings;
import java.io.PrintWriter;
import org.apache.spark.api.java.JavaSparkContext;

/** Resolves a request and looks at its scans, without reading a voxel or running the model. */
record Planning(JavaSparkContext spark, EvaluationRequest request) {
  /** Prints the plan; gives the exit code. */
  int run(PrintWriter out) {
    ResolvedEvaluation resolved = new EvaluationResolver(spark, request).resolve();
    ScanPlan plan = new ScanPlanner(spark, resolved.recipe()).plan(resolved.scans());
    return new PlanReport(
            plan,
            resolved.recipe().experiment().testBatchSize(),
            SparkSettings.heapPerTask(spark),
            SparkSettings.slotsPerExecutor(spark))
        .print(out);
  }
}
