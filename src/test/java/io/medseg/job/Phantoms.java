package io.medseg.job;

import io.medseg.hdf5.Hdf5Writer;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A folder with small phantom scans in every layout, the catalog that names them, and experiments
 * with the bundled model. Scans are 0000001_V00, 0000002_V00, ... of 64 x 64 x 8 with four mask
 * channels.
 */
final class Phantoms {
  static final int SIZE = 64;
  static final int DEPTH = 8;

  /** What every experiment begins with; the model is given by its whole path. */
  private static final String EXPERIMENT =
      """
      MODEL_NAME: "UNet2D"
      TAG: "PatchDataLoader"
      IMG_SIZE: (64, 64, 1)
      CATEGORIES: (0, (1, 2), 3)
      LOSS: ("dice", "sigmoid")
      TEST_DATASET: "volumes"
      TEST_METRICS: ["DSC", "VOE", "CV", "ASSD", "Precision", "Recall"]
      TEST_BATCH_SIZE: 3
      TEST_WEIGHT_PATH: "%s"
      """;

  private static final String CATALOG =
      """
      datasets:
        - name: volumes
          root: volumes
          layout: volumes
          spacing: [0.5, 0.5, 1.5]
          categories:
            - {id: 0, name: femoral cartilage, abbreviation: fc}
            - {id: [1, 2], name: tibial cartilage, abbreviation: tc}
            - {id: 3, name: meniscus, abbreviation: men}
        - {name: slices, like: volumes, root: slices, layout: slices}
        - {name: single, like: volumes, root: single.h5, layout: single-file}
      """;

  private final Path folder;
  private final Configuration hadoop = new Configuration();
  private final ScanFileWriter writer = new ScanFileWriter(hadoop);

  private Phantoms(Path folder) {
    this.folder = folder;
  }

  /** Catalog and experiment in an empty folder; no scans yet. */
  static Phantoms in(Path folder) {
    Phantoms phantoms = new Phantoms(folder);
    phantoms.write("catalog.yaml", CATALOG);
    phantoms.write("experiment.yaml", EXPERIMENT.formatted(model("phantom_unet2d")));
    return phantoms;
  }

  /** A bundled model. */
  static Path model(String name) {
    return JobRunner.home().resolve("conf/models").resolve(name);
  }

  static String id(int scan) {
    return String.format(Locale.ROOT, "%07d_V00", scan);
  }

  static Phantom draw(int scan) {
    return Phantom.draw(scan, SIZE, SIZE, DEPTH);
  }

  /** Writes scans in the layout volumes. */
  Phantoms volumes(int... scans) {
    for (int scan : scans) {
      Phantom phantom = draw(scan);
      writer.writeVolume(hadoop("volumes"), id(scan), phantom.image(), phantom.masks());
    }
    return this;
  }

  /** Writes scans in the layout slices. */
  Phantoms slices(int... scans) {
    for (int scan : scans) {
      Phantom phantom = draw(scan);
      writer.writeSlices(hadoop("slices"), id(scan), phantom.image(), phantom.masks());
    }
    return this;
  }

  /** Writes scans in the layout single-file. */
  Phantoms single(int... scans) {
    Hdf5Writer file = new Hdf5Writer();
    for (int scan : scans) {
      Phantom phantom = draw(scan);
      ScanFileWriter.add(file, id(scan), phantom.image(), phantom.masks());
    }
    file.write(hadoop("single.h5"), hadoop);
    return this;
  }

  /** Writes an HDF5 file at a path inside the folder. */
  Phantoms hdf5(String path, Hdf5Writer file) {
    file.write(hadoop(path), hadoop);
    return this;
  }

  /** Writes a text file at a path inside the folder. */
  Path write(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file at a path inside the folder. */
  Phantoms delete(String path) {
    try {
      Files.delete(folder.resolve(path));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Arguments of an evaluation of these phantoms, results to a folder inside theirs; what is given
   * behind them wins.
   */
  List<String> evaluate(String output, String... more) {
    return arguments("evaluate", output, more);
  }

  /** Arguments of a preprocessing of the layout volumes, in the same way. */
  List<String> preprocess(String output, String... more) {
    List<String> given = new ArrayList<>(Arrays.asList(more));
    if (given.stream().noneMatch(option -> option.startsWith("--dataset="))) {
      given.add(0, "--dataset=volumes");
    }
    return arguments("preprocess", output, given.toArray(String[]::new));
  }

  private List<String> arguments(String job, String output, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    for (String option :
        List.of(
            "--config-file=" + path("experiment.yaml"),
            "--datasets=" + path("catalog.yaml"),
            "--output=" + path(output))) {
      String name = option.substring(0, option.indexOf('=') + 1);
      if (Arrays.stream(more).noneMatch(given -> given.startsWith(name))) {
        arguments.add(option);
      }
    }
    arguments.addAll(Arrays.asList(more));
    return arguments;
  }

  /** A path inside the folder. */
  Path path(String name) {
    return folder.resolve(name);
  }

  /** How Hadoop writes a path inside the folder. */
  org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(path(name).toString());
  }

  /** 1, 2, ... */
  static int[] upTo(int scans) {
    return IntStream.rangeClosed(1, scans).toArray();
  }
}
