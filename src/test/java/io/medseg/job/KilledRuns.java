package io.medseg.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Runs of a script that are killed at random moments while somebody looks at what they write.
 *
 * @param folder of their outputs
 * @param completion name of the file that is written last
 * @param start starts a run with an output inside the folder, going on with what is there
 */
record KilledRuns(Path folder, String completion, Function<String, ScriptRun> start) {
  /** What the log says when the scans are listed and work begins. */
  static final String BEGUN = " scans of volumes with ";

  /** Looks at an output while it is written. */
  interface Look {
    void at(String output) throws IOException;
  }

  /** A run in peace; gives how long its work took, in nanoseconds. */
  long peace(String output) {
    try (ScriptRun run = start.apply(output)) {
      run.awaitLog(BEGUN);
      long begun = System.nanoTime();
      run.fine();
      return System.nanoTime() - begun;
    }
  }

  /**
   * Kills runs, each within the time of one in peace, and looks again and again.
   *
   * @return the outputs that they left; all but the last one came to their end all the same
   */
  List<String> kill(int kills, long seed, long span, Look look) throws IOException {
    Random random = new Random(seed);
    List<String> outputs = new ArrayList<>(List.of("killed0"));
    for (int kill = 1; kill <= kills; kill++) {
      String output = outputs.get(outputs.size() - 1);
      try (ScriptRun run = start.apply(output)) {
        run.awaitLog(BEGUN);
        lookUntil(System.nanoTime() + (long) (random.nextDouble() * span), output, look);
        run.kill();
      }
      look.at(output);
      if (Files.exists(folder.resolve(output).resolve(completion))) {
        // A run that ended is no longer one to be killed in the middle.
        outputs.add("killed" + outputs.size());
      }
    }
    return outputs;
  }

  private static void lookUntil(long end, String output, Look look) throws IOException {
    while (System.nanoTime() < end) {
      look.at(output);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
