package io.medseg.inspection;

import io.medseg.dataset.Category;
import io.medseg.volume.MaskVolume;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What masks hold.
 *
 * @param classes voxels of each class
 * @param overlap voxels in more than one class
 * @param odd values that are neither 0 nor 1, in all channels
 * @param refusal why evaluations refuse them; empty if they do not
 */
public record MaskFacts(List<ClassVoxels> classes, long overlap, long odd, String refusal)
    implements Serializable {
  /** Copies the list. */
  public MaskFacts {
    classes = List.copyOf(classes);
  }

  /**
   * Counts.
   *
   * @param masks a class for each channel
   * @param classes which channels make up a class, all of them there; without any, every channel is
   *     a class
   * @param odd values that are neither 0 nor 1
   * @param refusal why evaluations refuse them; empty if they do not
   */
  public static MaskFacts of(MaskVolume masks, List<Category> classes, long odd, String refusal) {
    List<Category> counted = classes.isEmpty() ? channels(masks.classes()) : classes;
    MaskVolume collated = masks.collate(counted.stream().map(MaskFacts::group).toList());
    List<ClassVoxels> voxels = new ArrayList<>();
    for (int c = 0; c < counted.size(); c++) {
      voxels.add(new ClassVoxels(counted.get(c).name(), collated.count(c)));
    }
    return new MaskFacts(voxels, overlap(collated), odd, refusal);
  }

  private static List<Category> channels(int count) {
    return IntStream.range(0, count)
        .mapToObj(channel -> channel(List.of(channel), "channel " + channel))
        .toList();
  }

  private static Category channel(List<Integer> channels, String name) {
    return new Category(channels, name, name, List.of());
  }

  private static int[] group(Category category) {
    return category.channels().stream().mapToInt(Integer::intValue).toArray();
  }

  private static long overlap(MaskVolume masks) {
    long overlap = 0;
    int words = masks.classes() == 0 ? 0 : masks.words(0).length;
    for (int i = 0; i < words; i++) {
      long once = 0;
      long again = 0;
      for (int c = 0; c < masks.classes(); c++) {
        long word = masks.words(c)[i];
        again |= once & word;
        once |= word;
      }
      overlap += Long.bitCount(again);
    }
    return overlap;
  }
}
