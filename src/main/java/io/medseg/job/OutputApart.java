package io.medseg.job;

import io.medseg.InputException;
import io.medseg.Secrets;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.text.PathText;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Refuses an output in which input lies, or that lies in input: what is written would be read as
 * data or change it, and what a run tidies up would be somebody's data.
 *
 * @param output --output
 */
record OutputApart(String output, Configuration hadoop) {
  /**
   * Experiment and catalog of a request. An experiment may lie beside the results that are made
   * with it.
   */
  OutputApart from(ExperimentRequest request) {
    return outside("the experiment", request.configFile())
        .from("the catalog of datasets", request.datasets());
  }

  /** Datasets; their scans may lie in other places than their roots. */
  OutputApart from(List<Dataset> datasets, List<Scan> scans) {
    datasets.forEach(dataset -> from("dataset " + dataset.name(), dataset.root()));
    String place = place(output) + Path.SEPARATOR;
    for (Scan scan : scans) {
      if (scan.source().location().startsWith(place)) {
        throw refused("scan " + scan.scanId(), scan.source().location(), "is inside it");
      }
    }
    return this;
  }

  /**
   * Anything that is read.
   *
   * @param what as messages name it
   * @param path file or folder; null where nothing is read
   * @throws InputException naming both
   */
  OutputApart from(String what, String path) {
    if (path == null) {
      return this;
    }
    if (isInside(place(path), place(output))) {
      throw refused(what, path, "is inside it");
    }
    return outside(what, path);
  }

  /**
   * Anything that is read beside which results may lie.
   *
   * @param what as messages name it
   * @param path file or folder; null where nothing is read
   * @throws InputException naming both, if the output is this or inside it
   */
  OutputApart outside(String what, String path) {
    if (path == null) {
      return this;
    }
    String place = place(output);
    String input = place(path);
    if (input.equals(place)) {
      throw refused(what, path, "lies there");
    } else if (isInside(place, input)) {
      throw new InputException(
          "Invalid --output: %s: it is inside %s (%s); give a folder apart from it"
              .formatted(Secrets.masked(output), what, Secrets.masked(path)));
    }
    return this;
  }

  private InputException refused(String what, String path, String how) {
    return new InputException(
        "Invalid --output: %s: %s (%s) %s; give a folder apart from it"
            .formatted(Secrets.masked(output), what, Secrets.masked(path), how));
  }

  private static boolean isInside(String inner, String outer) {
    return inner.startsWith(outer.endsWith("/") ? outer : outer + "/");
  }

  /** Where a path is, links followed, as far as it is there. */
  private String place(String text) {
    Path path = new Path(text);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      Path qualified = files.makeQualified(path);
      URI uri = qualified.toUri();
      return "file".equals(uri.getScheme())
          ? "file:" + real(java.nio.file.Path.of(uri.getPath()))
          : qualified.toString();
    } catch (IOException | RuntimeException e) {
      OutputPlace written = new OutputPlace(PathText.of("--output", output), hadoop);
      throw text.equals(output)
          ? written.cannotWrite(e)
          : new InputException(
              "Cannot look at %s: %s".formatted(Secrets.masked(text), e.getMessage()), e);
    }
  }

  private static java.nio.file.Path real(java.nio.file.Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      java.nio.file.Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }
}
