package io.medseg.job;

import io.medseg.text.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/**
 * What to do about a word of the command line that no job knows: an option of Spark in the wrong
 * place, or one that is misspelt.
 */
final class ArgumentAdvice {
  /** Those of spark-submit that a user gives; --name, --class and the like are the scripts' own. */
  private static final Set<String> OF_SPARK =
      Set.of(
          "--archives",
          "--conf",
          "--deploy-mode",
          "--driver-class-path",
          "--driver-cores",
          "--driver-java-options",
          "--driver-library-path",
          "--driver-memory",
          "--exclude-packages",
          "--executor-cores",
          "--executor-memory",
          "--files",
          "--jars",
          "--keytab",
          "--master",
          "--num-executors",
          "--packages",
          "--principal",
          "--properties-file",
          "--proxy-user",
          "--py-files",
          "--queue",
          "--repositories",
          "--supervise",
          "--total-executor-cores",
          "--verbose");

  private ArgumentAdvice() {}

  /**
   * The first word that tells what went wrong, and what to do; empty if none does.
   *
   * @param job whose options are known
   * @param unknown words of its command line
   */
  static Optional<String> about(CommandLine job, List<String> unknown) {
    Set<String> known = job.getCommandSpec().optionsMap().keySet();
    for (String word : unknown) {
      String option = word.replaceFirst("=.*", "");
      if (OF_SPARK.contains(option)) {
        String name = job.getCommandName();
        return Optional.of(
            "%s is an option of Spark; these come first and end with --, as in jobs/submit.sh %s %s VALUE -- --datasets FILE ..."
                .formatted(option, name, option));
      }
      Optional<String> close = option.startsWith("-") ? closest(option, known) : Optional.empty();
      if (close.isPresent()) {
        return Optional.of(
            "there is no option %s; did you mean %s?".formatted(option, close.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> closest(String option, Set<String> known) {
    Optional<String> begun =
        known.stream().filter(it -> option.length() > 4 && it.startsWith(option)).findFirst();
    return begun.isPresent() ? begun : Spelling.closest(option, known);
  }
}
