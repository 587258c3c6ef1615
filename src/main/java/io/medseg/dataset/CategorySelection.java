package io.medseg.dataset;

import io.medseg.InputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The classes of a run: those that the experiment's CATEGORIES picks out of the mask channels, with
 * the names that the dataset gives them. A value that travels.
 *
 * @param classes in the order of the experiment; the background is not among them
 */
public record CategorySelection(List<Category> classes) implements Serializable {
  /** Copies the list; refuses the same class twice. */
  public CategorySelection {
    classes = List.copyOf(classes);
    Set<Set<Integer>> seen = new HashSet<>();
    for (Category category : classes) {
      if (!seen.add(Set.copyOf(category.channels()))) {
        throw new InputException(
            "Invalid CATEGORIES: %s: the class of channels %s is there twice"
                .formatted(show(classes), joined(category.channels())));
      }
    }
  }

  /**
   * Joins an experiment with a dataset. A class takes name, abbreviation and colour of the
   * dataset's category with the same channels, in any order; one without is called "category 3" or
   * "categories 1+2".
   *
   * @param channels mask channels of each class; empty for all categories of the dataset
   * @throws InputException if both name no class, or the dataset names categories and a channel is
   *     in none of them
   */
  public static CategorySelection of(Dataset dataset, List<List<Integer>> channels) {
    return of(List.of(dataset), channels);
  }

  /**
   * Joins an experiment with several datasets. Where the experiment names channels, they are those
   * of every dataset, and the first one names them; else all datasets must have the same
   * categories.
   *
   * @param channels mask channels of each class; empty for all categories of the datasets
   * @throws InputException if nothing names a class, the datasets have different ones, or a channel
   *     is in no category of a dataset that names some
   */
  public static CategorySelection of(List<Dataset> datasets, List<List<Integer>> channels) {
    if (!channels.isEmpty()) {
      datasets.forEach(dataset -> checkKnown(dataset, channels));
      List<Category> known = datasets.isEmpty() ? List.of() : datasets.get(0).categories();
      return new CategorySelection(channels.stream().map(c -> named(known, c)).toList());
    }
    if (datasets.isEmpty()) {
      throw new InputException(
          "Invalid CATEGORIES: (): there is no dataset whose categories could be taken, so the mask channels of each class must be given");
    }
    datasets.forEach(dataset -> checkSame(datasets.get(0), dataset));
    return new CategorySelection(datasets.get(0).categories());
  }

  private static void checkKnown(Dataset dataset, List<List<Integer>> channels) {
    Set<Integer> known = new TreeSet<>();
    dataset.categories().forEach(category -> known.addAll(category.channels()));
    for (List<Integer> group : channels) {
      for (int channel : group) {
        if (!known.isEmpty() && !known.contains(channel)) {
          throw new InputException(
              "Invalid CATEGORIES: %s: dataset %s has no category with this id; known are %s"
                  .formatted(channel, dataset.name(), listed(dataset)));
        }
      }
    }
  }

  private static void checkSame(Dataset first, Dataset dataset) {
    if (dataset.categories().isEmpty()) {
      throw new InputException(
          ("Invalid CATEGORIES: (): dataset %s names no categories, so the mask channels of each"
                  + " class must be given")
              .formatted(dataset.name()));
    }
    if (!listed(dataset).equals(listed(first))) {
      throw new InputException(
          "Invalid CATEGORIES: (): datasets %s and %s have different categories, %s and %s, so the mask channels of each class must be given"
              .formatted(first.name(), dataset.name(), listed(first), listed(dataset)));
    }
  }

  /** As in "(femoral cartilage: 0, tibial cartilage: 1+2)". */
  private static String listed(Dataset dataset) {
    return dataset.categories().stream()
        .map(category -> category.name() + ": " + joined(category.channels()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static Category named(List<Category> known, List<Integer> channels) {
    for (Category category : known) {
      if (Set.copyOf(category.channels()).equals(Set.copyOf(channels))) {
        return new Category(channels, category.name(), category.abbreviation(), category.color());
      }
    }
    String name = (channels.size() == 1 ? "category " : "categories ") + joined(channels);
    return new Category(channels, name, name, List.of());
  }

  /** Names of the classes. */
  public List<String> names() {
    return classes.stream().map(Category::name).toList();
  }

  /** Mask channels of each class. */
  public List<List<Integer>> channels() {
    return classes.stream().map(Category::channels).toList();
  }

  /**
   * Refuses masks that have too few channels.
   *
   * @param maskChannels how many channels the masks of the scan have
   */
  public void check(int maskChannels, String scanId) {
    for (Category category : classes) {
      for (int channel : category.channels()) {
        if (channel >= maskChannels) {
          throw new InputException(
              ("Invalid CATEGORIES: %s: class %s needs channel %d (counted from 0), but the masks"
                      + " of scan %s have %d channels")
                  .formatted(show(classes), category.name(), channel, scanId, maskChannels));
        }
      }
    }
  }

  private static String show(List<Category> classes) {
    List<String> shown = new ArrayList<>();
    for (Category category : classes) {
      List<Integer> channels = category.channels();
      String inside = channels.stream().map(String::valueOf).collect(Collectors.joining(", "));
      shown.add(channels.size() == 1 ? inside : "(" + inside + ")");
    }
    return "(" + String.join(", ", shown) + (shown.size() == 1 ? ",)" : ")");
  }

  private static String joined(List<Integer> channels) {
    return channels.stream().map(String::valueOf).collect(Collectors.joining("+"));
  }
}
