package io.medseg.job;

import io.medseg.dataset.CategorySelection;
import io.medseg.metric.Metric;
import io.medseg.spark.EvaluationRecipe;
import java.util.List;

/**
 * What a request turned out to mean.
 *
 * @param warnings what the author of the experiment should know
 */
record ResolvedEvaluation(
    EvaluationRecipe recipe,
    CategorySelection categories,
    List<Metric> metrics,
    List<String> warnings) {}
