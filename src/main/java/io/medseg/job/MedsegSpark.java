package io.medseg.job;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.text.Spelling;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: {@code medseg-spark JOB OPTIONS}.
 *
 * <p>Exit codes: {@link #FINE}; {@link #BAD_INPUT}: arguments or configuration cannot be used, one
 * line says why; {@link #SCANS_FAILED}: some scans failed; {@link #BUG}: anything else, with a
 * stack trace.
 */
@Command(
    name = "medseg-spark",
    description =
        "Evaluates volumetric segmentation models, and prepares their training data, on Apache Spark.",
    subcommands = {
      EvaluateJob.class,
      ExportJob.class,
      PreprocessJob.class,
      InspectJob.class,
      CompareJob.class,
      DemoJob.class,
      BenchJob.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "JOB")
public final class MedsegSpark implements Callable<Integer> {
  /** Every scan was evaluated. */
  public static final int FINE = 0;

  /** Bad arguments or configuration. */
  public static final int BAD_INPUT = 1;

  /** Some scans failed; failures.csv says which and why. */
  public static final int SCANS_FAILED = 2;

  /** A bug. */
  public static final int BUG = 3;

  /** Stopped from outside; what a shell gives for Ctrl-C. */
  static final int STOPPED = 130;

  /**
   * Runs a job and ends the process with its code.
   *
   * @throws JobFailedException where the process is Spark's to end and the job did not end well
   */
  public static void main(String[] arguments) throws JobFailedException {
    // Messages have the digits of every other machine, whatever this one's language.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    int code;
    LastLine err = new LastLine(new OutputStreamWriter(System.err));
    Interruption interruption = Interruption.watch();
    try {
      code = run(new PrintWriter(System.out, true), new PrintWriter(err, true), arguments);
    } finally {
      interruption.close();
    }
    ProcessEnd.with(code, err.text());
  }

  /** Runs a job; results go to {@code out}, messages to {@code err}. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new MedsegSpark());
    line.setOut(out);
    line.setErr(err);
    line.setParameterExceptionHandler(MedsegSpark::badArguments);
    line.setExecutionExceptionHandler((problem, command, parsed) -> failed(problem, command));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // Each job has --version, too.
    line.getSubcommands()
        .values()
        .forEach(job -> job.getCommandSpec().versionProvider(new Version()));
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      return Interruption.isStopping() ? STOPPED : outOfMemory(e, err);
    } catch (VirtualMachineError | LinkageError e) {
      // picocli hands on exceptions only; whatever is thrown, 1 is for bad arguments alone.
      return Interruption.isStopping() ? STOPPED : bug(e, err);
    }
  }

  private static int badArguments(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    boolean isJob = command.getParent() != null;
    String see = isJob ? command.getCommandName() + " --help" : "--help";
    String what =
        isJob
            ? ArgumentAdvice.about(command, command.getUnmatchedArguments())
                .orElse(problem.getMessage())
            : noJob(problem, command);
    command
        .getErr()
        .println("Invalid arguments: " + Secrets.masked(what) + "; see jobs/submit.sh " + see);
    return BAD_INPUT;
  }

  private static String noJob(ParameterException problem, CommandLine root) {
    if (problem instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      String hint = Spelling.hint(word, root.getSubcommands().keySet());
      return word + " is no job" + hint + (hint.isEmpty() ? "; " : " ") + "jobs are " + jobs(root);
    }
    return problem.getMessage();
  }

  private static String jobs(CommandLine root) {
    return root.getSubcommands().values().stream()
        .filter(job -> !(job.getCommand() instanceof CommandLine.HelpCommand))
        .map(CommandLine::getCommandName)
        .collect(Collectors.joining(", "));
  }

  private static int failed(Exception problem, CommandLine command) {
    if (Interruption.isStopping()) {
      return STOPPED;
    }
    Optional<String> client = MissingClient.advice(problem);
    if (problem instanceof InputException) {
      command.getErr().println(problem.getMessage() + client.map(it -> "; " + it).orElse(""));
      return BAD_INPUT;
    }
    if (client.isPresent()) {
      command.getErr().println("Cannot read or write a path of this job: " + client.get());
      return BAD_INPUT;
    }
    return bug(problem, command.getErr());
  }

  private static int outOfMemory(OutOfMemoryError problem, PrintWriter err) {
    err.printf(
        "Cannot go on: the driver, which plans and writes results, has not enough memory (%s); give it more than the %d MB that it has (--driver-memory)%n",
        problem.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
    err.flush();
    return BAD_INPUT;
  }

  private static int bug(Throwable problem, PrintWriter err) {
    err.println("This is a bug in medseg-spark; please report it with what follows.");
    StringWriter trace = new StringWriter();
    problem.printStackTrace(new PrintWriter(trace));
    err.print(Secrets.masked(trace.toString()));
    err.flush();
    return BUG;
  }

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "no job is named; jobs are " + jobs(spec.commandLine()));
  }
}
