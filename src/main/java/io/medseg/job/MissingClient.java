package io.medseg.job;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.util.VersionInfo;

/**
 * What to do when Hadoop has no client for the file system of a path, as {@code s3a://}: the
 * clients of object stores come beside Spark, not with it.
 */
final class MissingClient {
  private static final String HADOOP_AWS = "org.apache.hadoop:hadoop-aws:";
  private static final String HADOOP_AZURE = "org.apache.hadoop:hadoop-azure:";

  /** Packages by scheme; a name that ends with a colon wants Hadoop's version. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "s3a", HADOOP_AWS,
          "abfs", HADOOP_AZURE,
          "abfss", HADOOP_AZURE,
          "wasb", HADOOP_AZURE,
          "wasbs", HADOOP_AZURE,
          "adl", "org.apache.hadoop:hadoop-azure-datalake:",
          "gs", "com.google.cloud.bigdataoss:gcs-connector:hadoop3-2.2.26");

  private static final Pattern NO_SCHEME = Pattern.compile("No FileSystem for scheme \"([^\"]+)\"");
  private static final Pattern NO_CLASS =
      Pattern.compile(
          "Class org\\.apache\\.hadoop\\.fs\\.(s3a|azurebfs|azure|adl)\\.\\S+ not found");

  private MissingClient() {}

  /** What to do, if this failure or one of its causes says that a client is missing. */
  static Optional<String> advice(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Optional<String> advice = advice(String.valueOf(at.getMessage()));
      if (advice.isPresent()) {
        return advice;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> advice(String message) {
    Matcher scheme = NO_SCHEME.matcher(message);
    if (scheme.find()) {
      return Optional.of(advice(scheme.group(1), PACKAGES.get(scheme.group(1))));
    }
    Matcher missing = NO_CLASS.matcher(message);
    if (missing.find()) {
      String name = missing.group(1).equals("azurebfs") ? "abfs" : missing.group(1);
      String known = name.equals("azure") ? "wasb" : name;
      return Optional.of(advice(known, PACKAGES.get(known)));
    }
    return Optional.empty();
  }

  private static String advice(String scheme, String coordinates) {
    if (coordinates == null) {
      String instead = scheme.equals("s3") || scheme.equals("s3n") ? "; s3a:// is Hadoop's" : "";
      return "no file system is known for %s://%s".formatted(scheme, instead);
    }
    String version = coordinates.endsWith(":") ? VersionInfo.getVersion() : "";
    return ("Spark comes without a client for %s://: give it with --packages %s%s, before the --")
        .formatted(scheme, coordinates, version);
  }
}
