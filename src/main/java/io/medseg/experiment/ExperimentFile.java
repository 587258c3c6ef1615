package io.medseg.experiment;

import io.medseg.InputException;
import io.medseg.text.IniText;
import io.medseg.text.TextFile;
import io.medseg.text.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** One file of an experiment, YAML or INI by its extension; keys as they are written. */
final class ExperimentFile {
  private static final String SECTION = "DEFAULT";
  private static final Pattern HEADER = Pattern.compile("(?:\\s*[#;].*\\R)*\\s*\\[DEFAULT]");

  private ExperimentFile() {}

  /** Refuses a file by its name, before it is looked for. */
  static void checkExtension(Path path) {
    if (!isIni(path) && !isYaml(path)) {
      throw new InputException(
          "Cannot read experiment " + path + ": its name must end in .yaml, .yml or .ini");
    }
  }

  /**
   * Keys and values.
   *
   * @throws InputException if there are none, or the file is of another kind
   */
  static Map<String, ?> values(TextFile file, KeyReader keys) {
    Map<String, ?> values = read(file, keys);
    if (values.isEmpty()) {
      throw new InputException(
          "Cannot read experiment "
              + file.path()
              + ": it holds no settings, as in IMG_SIZE: (288, 288, 1)");
    }
    if (values.get("datasets") instanceof List<?>) {
      throw new InputException(
          "Cannot read experiment "
              + file.path()
              + ": it is a catalog of datasets, which belongs to --datasets; --config-file names the experiment");
    }
    return values;
  }

  private static Map<String, ?> read(TextFile file, KeyReader keys) {
    if (isIni(file.path())) {
      return ini(file, keys);
    }
    // No mapping can begin so; MedSegPy's own files hold one that is INI by the name of YAML.
    if (HEADER.matcher(file.text()).lookingAt()) {
      keys.warn(file.path() + " is read as INI, since it begins with [DEFAULT]");
      return ini(file, keys);
    }
    return YamlText.mapping("experiment", file);
  }

  private static Map<String, String> ini(TextFile file, KeyReader keys) {
    Map<String, Map<String, String>> sections =
        new LinkedHashMap<>(IniText.sections("experiment", file));
    Map<String, String> values = sections.remove(SECTION);
    if (values == null) {
      throw new InputException(
          "Cannot read experiment "
              + file.path()
              + ": it has no section [DEFAULT]"
              + (sections.isEmpty() ? "" : ", only [" + String.join("], [", sections.keySet()))
              + (sections.isEmpty() ? "" : "]"));
    }
    sections
        .keySet()
        .forEach(
            name ->
                keys.warn(
                    "Section ["
                        + name
                        + "] of "
                        + file.path()
                        + " is ignored: all keys are read from [DEFAULT]"));
    return values;
  }

  private static boolean isIni(Path path) {
    return path.getName().endsWith(".ini");
  }

  private static boolean isYaml(Path path) {
    return path.getName().endsWith(".yaml") || path.getName().endsWith(".yml");
  }
}
