package io.medseg.spark;

import io.medseg.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Refuses amounts of GPUs, or of what else Spark gives out, for which every task would wait for
 * ever.
 */
final class ResourceAmounts {
  private static final Pattern LOCAL = Pattern.compile("local|local\\[.*\\]");

  private static final Pattern SETTING =
      Pattern.compile("spark\\.(task|executor)\\.resource\\.(.+)\\.amount");

  private final SparkConf conf;

  private ResourceAmounts(SparkConf conf) {
    this.conf = conf;
  }

  /**
   * Looks at all amounts.
   *
   * @throws InputException naming the setting
   */
  static void check(SparkConf conf) {
    ResourceAmounts amounts = new ResourceAmounts(conf);
    for (Tuple2<String, String> setting : conf.getAll()) {
      Matcher matcher = SETTING.matcher(setting._1());
      if (matcher.matches() && amounts.amount(setting._1()) > 0) {
        amounts.check(setting._1(), matcher.group(1), matcher.group(2));
      }
    }
  }

  private void check(String setting, String of, String resource) {
    String master = conf.get("spark.master", "local[*]");
    if (LOCAL.matcher(master).matches()) {
      throw new InputException(
          "Invalid %s: %s: with master %s Spark gives no %s to tasks, and they would wait for ever; remove the setting%s"
              .formatted(setting, conf.get(setting), master, resource, localAdvice(resource)));
    }
    String ofExecutor = "spark.executor.resource." + resource + ".amount";
    if (of.equals("task") && amount(setting) > amount(ofExecutor)) {
      throw new InputException(
          "Invalid %s: %s: an executor has %s (%s), so that no task could ever start"
              .formatted(setting, conf.get(setting), conf.get(ofExecutor, "none"), ofExecutor));
    }
  }

  private static String localAdvice(String resource) {
    return resource.equals(GpuAmounts.GPU)
        ? "; without it a GPU is used as CUDA_VISIBLE_DEVICES tells"
        : "";
  }

  private double amount(String setting) {
    String text = conf.get(setting, "0");
    try {
      double amount = Double.parseDouble(text);
      if (amount >= 0 && Double.isFinite(amount)) {
        return amount;
      }
    } catch (NumberFormatException e) {
      // Said below, as of other values that are no amounts.
    }
    throw new InputException(
        "Invalid %s: %s; a number is expected, as in 1%s"
            .formatted(setting, text, setting.startsWith("spark.task.") ? " or 0.5" : ""));
  }
}
