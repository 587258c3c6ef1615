package io.medseg.spark;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.resource.ResourceInformation;

/**
 * Remembers which GPUs an executor was given. A task knows its own only, but the process decides
 * once which ones it sees. Only executors of several GPUs need it.
 */
public final class GpuPlugin implements SparkPlugin {
  private static final String PLUGINS = "spark.plugins";

  private static volatile List<String> addresses = List.of();

  /** Adds it to the settings where executors have several GPUs. */
  public static void addTo(SparkConf conf) {
    if (GpuAmounts.of(conf).executor() > 1) {
      String others = conf.get(PLUGINS, "");
      conf.set(PLUGINS, (others.isBlank() ? "" : others + ",") + GpuPlugin.class.getName());
    }
  }

  /** The GPUs of this executor; empty where it has at most one, or nobody said. */
  static List<String> addresses() {
    return addresses;
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        ResourceInformation gpus = context.resources().get(GpuAmounts.GPU);
        addresses = gpus == null ? List.of() : List.of(gpus.addresses());
      }
    };
  }
}
