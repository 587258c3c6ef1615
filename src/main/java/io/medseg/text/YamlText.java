package io.medseg.text;

import io.medseg.InputException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML 1.1 as PyYAML's {@code safe_load} does, except that a key given twice is refused: no
 * classes are instantiated, and {@code 1e-4} is a string, since PyYAML wants a point in a float.
 */
public final class YamlText {
  private YamlText() {}

  /**
   * The mapping that a YAML text holds; an empty text is an empty mapping.
   *
   * @param kind as messages call the file, as in "experiment"
   * @throws InputException if it is not YAML (the line is named), or something else than a mapping
   *     with strings as keys
   */
  public static Map<String, Object> mapping(String kind, TextFile file) {
    Object document = load(kind, file);
    if (document == null) {
      return Map.of();
    }
    if (!(document instanceof Map<?, ?> entries)) {
      throw cannot(kind, file, "it holds no mapping (KEY: value)", null);
    }
    Map<String, Object> mapping = new LinkedHashMap<>();
    entries.forEach((key, value) -> mapping.put(key(kind, file, key), value));
    return mapping;
  }

  private static String key(String kind, TextFile file, Object key) {
    if (key instanceof String name) {
      return name;
    }
    throw cannot(kind, file, "its key " + key + " is not a string", null);
  }

  private static Object load(String kind, TextFile file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    DumperOptions dumper = new DumperOptions();
    Yaml yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(dumper),
            dumper,
            options,
            new PyYamlResolver());
    try {
      String problem = YamlAliases.problem(yaml.compose(new StringReader(file.text())));
      if (problem != null) {
        throw cannot(kind, file, problem, null);
      }
      return yaml.load(file.text());
    } catch (MarkedYAMLException e) {
      throw cannot(kind, file, "line " + line(e) + ": " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw cannot(kind, file, e.getMessage(), e);
    }
  }

  private static String line(MarkedYAMLException e) {
    return e.getProblemMark() == null ? "unknown" : "" + (e.getProblemMark().getLine() + 1);
  }

  private static InputException cannot(
      String kind, TextFile file, String why, YAMLException cause) {
    return new InputException("Cannot read " + kind + " " + file.path() + ": " + why, cause);
  }

  /** SnakeYAML's resolver, but for floats that PyYAML takes for strings. */
  private static final class PyYamlResolver extends Resolver {
    private static final Pattern POINT_AND_SIGN =
        Pattern.compile(
            "[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
                + "|[-+]?\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
                + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
                + "|[-+]?\\.(?:inf|Inf|INF)"
                + "|\\.(?:nan|NaN|NAN)");

    @Override
    public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
      super.addImplicitResolver(tag, tag == Tag.FLOAT ? POINT_AND_SIGN : pattern, first, limit);
    }
  }
}
