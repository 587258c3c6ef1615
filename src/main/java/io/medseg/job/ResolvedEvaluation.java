package io.medseg.job;

import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.Scan;
import io.medseg.metric.Metric;
import io.medseg.spark.EvaluationRecipe;
import java.util.List;

/**
 * What a request turned out to mean.
 *
 * @param scans all that the dataset holds
 * @param warnings what the author of the experiment should know
 */
record ResolvedEvaluation(
    EvaluationRecipe recipe,
    CategorySelection categories,
    List<Metric> metrics,
    List<Scan> scans,
    List<String> warnings) {}
