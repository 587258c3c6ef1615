package io.medseg.dataset;

import io.medseg.InputException;
import io.medseg.text.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the classes of a catalog entry. */
final class CategoryReader {
  private static final List<String> KEYS = List.of("id", "name", "abbreviation", "color");

  private final CatalogEntry entry;
  private final Set<String> names = new HashSet<>();
  private final Set<Set<Integer>> channelSets = new HashSet<>();

  CategoryReader(CatalogEntry entry) {
    this.entry = entry;
  }

  List<Category> read(Object value) {
    if (!(value instanceof List<?> list)) {
      throw invalid(value, "a list is expected, or a mapping from task to list");
    }
    List<Category> categories = new ArrayList<>();
    for (Object element : list) {
      categories.add(category(element));
    }
    return categories;
  }

  private Category category(Object element) {
    if (!(element instanceof Map<?, ?> fields)) {
      throw invalid(element, "a mapping with id and name is expected");
    }
    for (Object key : fields.keySet()) {
      if (!KEYS.contains(key)) {
        String hint = Spelling.hint(String.valueOf(key), KEYS);
        throw invalid(
            element, "unknown key " + key + hint + "; known are " + String.join(", ", KEYS));
      }
    }
    if (!(fields.get("name") instanceof String name) || !names.add(name)) {
      throw invalid(element, "a name of its own is expected");
    }
    List<Integer> channels = channels(fields.get("id"), element);
    if (!channelSets.add(Set.copyOf(channels))) {
      throw invalid(element, "another category has the same channels");
    }
    Object abbreviation = fields.get("abbreviation");
    return new Category(
        channels,
        name,
        abbreviation == null ? name : String.valueOf(abbreviation),
        color(fields.get("color"), element));
  }

  private List<Integer> channels(Object id, Object element) {
    List<?> given = id instanceof List<?> several ? several : id == null ? List.of() : List.of(id);
    List<Integer> channels = new ArrayList<>();
    for (Object channel : given) {
      if (!(channel instanceof Integer number) || number < 0 || channels.contains(number)) {
        throw invalid(element, "id must be a mask channel from 0, or a list of different ones");
      }
      channels.add(number);
    }
    if (channels.isEmpty()) {
      throw invalid(element, "id must be a mask channel from 0, or a list of different ones");
    }
    return channels;
  }

  private List<Integer> color(Object value, Object element) {
    if (value == null) {
      return List.of();
    }
    List<Integer> color = new ArrayList<>();
    if (value instanceof List<?> parts) {
      for (Object part : parts) {
        if (part instanceof Integer level && level >= 0 && level <= 255) {
          color.add(level);
        }
      }
      if (color.size() == 3 && parts.size() == 3) {
        return color;
      }
    }
    throw invalid(element, "color must be red, green and blue, each 0 to 255");
  }

  private InputException invalid(Object value, String reason) {
    return entry.invalid("categories", value, reason);
  }
}
