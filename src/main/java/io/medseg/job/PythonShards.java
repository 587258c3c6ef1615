package io.medseg.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The Python writer that preprocessing is compared with, {@code tools/write_shards.py}; run by the
 * Python of MEDSEG_PYTHON, else python3.
 *
 * @param root of the benchmark's dataset
 * @param output folder for the shards
 */
record PythonShards(Path root, Path output, List<String> more) {
  /** What the writer took, the import of TensorFlow left out. */
  record Seconds(double clock, double cpu) {}

  /** Runs it; empty, with a line that says why, if it cannot. */
  Optional<Seconds> run(PrintWriter out) {
    String python = Optional.ofNullable(System.getenv("MEDSEG_PYTHON")).orElse("python3");
    List<String> command =
        new ArrayList<>(
            List.of(
                python,
                Installation.path("tools/write_shards.py"),
                "--data",
                new Path(root, "phantom/bench").toUri().getPath(),
                "--output",
                output.toUri().getPath(),
                "--window",
                "0",
                "0"));
    command.addAll(more);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() == 0) {
        JsonNode last = new ObjectMapper().readTree(said.strip().lines().reduce("", (a, b) -> b));
        return Optional.of(
            new Seconds(last.get("seconds").asDouble(), last.get("cpu_seconds").asDouble()));
      }
      out.println("Python is left out: " + python + " lacks h5py or TensorFlow (MEDSEG_PYTHON)");
    } catch (IOException e) {
      out.println("Python is left out: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
    return Optional.empty();
  }
}
