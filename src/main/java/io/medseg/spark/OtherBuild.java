package io.medseg.spark;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.package$;
import scala.util.Properties;

/**
 * Tells whether a failure comes of a class that is compiled for another version of Scala or of
 * Spark: parts of their libraries change with the version, and with them what compiled classes ask
 * for, at any time from loading the class until a task runs. Without state.
 */
final class OtherBuild {
  /** As messages of the JVM name them: scala.Option, scala/Option. */
  private static final Pattern OF_SCALA = Pattern.compile("(?<![\\w./$])scala[./]");

  private static final Pattern OF_SPARK =
      Pattern.compile("(?<![\\w./$])org[./]apache[./]spark[./]");

  private OtherBuild() {}

  /** What is asked for and not there, and which jar is needed instead; empty for other failures. */
  static Optional<String> advice(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (isOfOtherBuild(cause)) {
        return Optional.of(advice(cause.toString().strip().lines().findFirst().orElseThrow()));
      }
    }
    return Optional.empty();
  }

  private static boolean isOfOtherBuild(Throwable cause) {
    boolean isLinkage = cause instanceof LinkageError || cause instanceof ClassNotFoundException;
    if (!isLinkage || cause.getMessage() == null) {
      return false;
    }
    // A class of Spark that is not there may as well be in a package that was not given.
    return OF_SCALA.matcher(cause.getMessage()).find()
        || cause instanceof IncompatibleClassChangeError
            && OF_SPARK.matcher(cause.getMessage()).find();
  }

  private static String advice(String complaint) {
    String scala = Properties.versionNumberString();
    return ("it is built for another version of Scala or Spark (%s); this is Spark %s with Scala %s,"
            + " so give a jar for these: its name ends in _%s-VERSION.jar")
        .formatted(
            complaint,
            package$.MODULE$.SPARK_VERSION_SHORT(),
            scala,
            scala.substring(0, scala.lastIndexOf('.')));
  }
}
