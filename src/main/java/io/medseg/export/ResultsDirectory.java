package io.medseg.export;

import io.medseg.InputException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run's results, on any Hadoop file system. Each file appears under its name when
 * it is complete ({@link AtomicFile}). Text is UTF-8.
 */
public final class ResultsDirectory {
  private final Path directory;
  private final Configuration hadoop;

  /** The folder need not be there yet. */
  public ResultsDirectory(Path directory, Configuration hadoop) {
    this.directory = directory;
    this.hadoop = hadoop;
  }

  /** Where it is. */
  public Path path() {
    return directory;
  }

  /**
   * Writes a report under its usual name.
   *
   * @throws InputException if the folder or the file cannot be written; the message names both
   */
  public void write(Report report) {
    try {
      AtomicFile.write(
          new Path(directory, report.fileName()),
          hadoop,
          out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            report.writeTo(writer);
            writer.flush();
          });
    } catch (IOException e) {
      throw new InputException(
          "Cannot write results to " + directory + ": " + report.fileName() + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
