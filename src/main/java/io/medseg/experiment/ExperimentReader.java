package io.medseg.experiment;

import io.medseg.InputException;
import io.medseg.text.PathText;
import io.medseg.text.TextFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an experiment from a MedSegPy configuration file ({@code .yaml}, {@code .yml}, {@code
 * .ini}) on any Hadoop file system, the files it is based on ({@code _BASE_}, relative to the file
 * that names it), and overrides. Overrides win over the file, the file over its base.
 *
 * <p>One thread at a time.
 */
public final class ExperimentReader {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentReader.class);

  private final Configuration hadoop;
  private final Parity parity;

  /**
   * An experiment and what its author should know.
   *
   * @param warnings as logged: keys renamed, ignored or perhaps misspelt
   */
  public record Result(Experiment experiment, List<String> warnings) {
    /** Copies the list. */
    public Result {
      warnings = List.copyOf(warnings);
    }
  }

  /** A reader of files on the file systems of this configuration. */
  public ExperimentReader(Configuration hadoop, Parity parity) {
    this.hadoop = hadoop;
    this.parity = parity;
  }

  /**
   * Reads a file.
   *
   * @param path any Hadoop path
   * @param overrides keys and values in turn: KEY VALUE KEY VALUE; values are Python literals
   * @throws InputException if a file is missing, is neither YAML nor INI, comes back to itself by
   *     {@code _BASE_}, or an override is refused; the message names the file or the key
   */
  public Result read(String path, List<String> overrides) {
    KeyReader keys = new KeyReader();
    TreeMap<String, Object> values =
        chain(PathText.of("experiment", path), new ArrayList<>(), keys);
    values.putAll(overrides(overrides, keys));
    keys.warnOfMisspelt(values.keySet());
    if ("warp".equals(values.get("IMG_PAD_MODE"))) {
      keys.warn("IMG_PAD_MODE warp, MedSegPy's spelling, is read as wrap");
    }
    keys.warnings().forEach(LOG::warn);
    return new Result(Experiment.of(values, parity), keys.warnings());
  }

  private TreeMap<String, Object> chain(Path path, List<Path> readers, KeyReader keys) {
    TextFile text = text(path, readers);
    checkCycle(text.path(), readers);
    readers.add(text.path());
    Map<String, Object> own = keys.inFile(text.path(), ExperimentFile.values(text, keys));
    Object base = own.remove(Keys.BASE);
    if (base == null) {
      return new TreeMap<>(own);
    }
    TreeMap<String, Object> values = chain(basePath(text.path(), base), readers, keys);
    values.putAll(own);
    return values;
  }

  /** A base that cannot be read may be named wrongly: the message says by whom. */
  private TextFile text(Path path, List<Path> readers) {
    try {
      ExperimentFile.checkExtension(path);
      return TextFile.read("experiment", path, hadoop);
    } catch (InputException e) {
      if (readers.isEmpty()) {
        throw e;
      }
      Path namedBy = readers.get(readers.size() - 1);
      throw new InputException(e.getMessage() + " (_BASE_ of " + namedBy + ")", e);
    }
  }

  private static void checkCycle(Path path, List<Path> readers) {
    if (readers.contains(path)) {
      List<String> names = new ArrayList<>();
      readers.subList(readers.indexOf(path), readers.size()).forEach(p -> names.add(p.getName()));
      names.add(path.getName());
      throw new InputException(
          "Cannot read experiment "
              + readers.get(0)
              + ": its _BASE_ comes back to itself: "
              + String.join(" -> ", names));
    }
  }

  private static Path basePath(Path file, Object base) {
    if (!(base instanceof String name) || name.isBlank()) {
      throw new InputException(
          "Invalid _BASE_ in " + file + ": " + LiteralValues.show(base) + ": a file is expected");
    }
    if (name.startsWith("~/")) {
      return new Path("file://" + System.getProperty("user.home") + name.substring(1));
    }
    return new Path(file.getParent(), PathText.of("_BASE_ in " + file, name));
  }

  private static Map<String, Object> overrides(List<String> pairs, KeyReader keys) {
    if (pairs.size() % 2 != 0) {
      throw new InputException(
          "Invalid overrides: "
              + String.join(" ", pairs)
              + ": they must be pairs KEY VALUE, but there are "
              + pairs.size()
              + " words");
    }
    TreeMap<String, Object> values = new TreeMap<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      keys.override(pairs.get(i).toUpperCase(Locale.ROOT), pairs.get(i + 1), values);
    }
    return values;
  }
}
