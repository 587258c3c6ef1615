package io.medseg.dataset;

import io.medseg.InputException;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the mask channels of a scan hold beside 0 and 1. A value that travels.
 *
 * @param channels those with such values, in ascending order
 */
public record MaskValues(List<Channel> channels) implements Serializable {
  /** Nothing but 0 and 1. */
  public static final MaskValues BINARY = new MaskValues(List.of());

  /** Copies the list. */
  public MaskValues {
    channels = List.copyOf(channels);
  }

  /**
   * A channel with values other than 0 and 1.
   *
   * @param number from 0
   * @param location dataset and file in which the last of the values was found
   * @param values different ones other than 0, ascending; the first that were found if there are
   *     many
   * @param complete whether these are all
   * @param voxels with a value that is neither 0 nor 1
   */
  public record Channel(
      int number, String location, List<Double> values, Completeness complete, long voxels)
      implements Serializable {
    /** Copies the list. */
    public Channel {
      values = List.copyOf(values);
    }

    /** Whether it holds several values other than 0, which are not one class. */
    public boolean isMixed() {
      return values.size() > 1;
    }

    /** As in "1, 2, 3" and "-1, 1" and "0.05, 0.1, 0.15, 0.2, 0.25, ...". */
    public String text() {
      String listed = values.stream().map(Channel::text).collect(Collectors.joining(", "));
      return complete == Completeness.ALL ? listed : listed + ", ...";
    }

    /** A float32 as it was written: 0.05, not 0.05000000074505806. */
    private static String text(double value) {
      String shortest =
          (float) value == value ? Float.toString((float) value) : Double.toString(value);
      return shortest.endsWith(".0") ? shortest.substring(0, shortest.length() - 2) : shortest;
    }
  }

  /** Whether a list holds all that there is. */
  public enum Completeness {
    /** All. */
    ALL,
    /** There are more. */
    FIRST
  }

  /** How many voxels of all channels have a value that is neither 0 nor 1. */
  public long voxels() {
    return channels.stream().mapToLong(Channel::voxels).sum();
  }

  /**
   * Refuses label numbers, probabilities and marks such as -1 for "ignore" where they would be read
   * as one class.
   *
   * @param wanted the channels that matter
   * @throws InputException if there is a {@link #problem}
   */
  public void check(Scan scan, Collection<Integer> wanted) {
    problem(scan, wanted)
        .ifPresent(
            problem -> {
              throw new InputException(
                  "Cannot use the masks of scan %s: %s".formatted(scan.scanId(), problem));
            });
  }

  /**
   * What is wrong with a channel that holds several values other than 0, unless the scan's {@link
   * Scan#maskRule} allows it; names file, dataset, channel and values.
   *
   * @param wanted the channels that matter
   */
  public Optional<String> problem(Scan scan, Collection<Integer> wanted) {
    return channels.stream()
        .filter(channel -> scan.maskRule() == MaskRule.BINARY)
        .filter(channel -> channel.isMixed() && wanted.contains(channel.number()))
        .findFirst()
        .map(
            channel ->
                ("channel %s of %s holds %s beside 0; expected 0 and one other value, as a channel"
                        + " is one class. Write a channel of 0 and 1 for each class; if every value"
                        + " but 0 is meant to be in the class, give the dataset mask_values:"
                        + " nonzero in the catalog")
                    .formatted(channel.number(), channel.location(), channel.text()));
  }
}
