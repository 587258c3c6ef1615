package io.medseg.dataset;

import java.util.List;

/**
 * What a dataset holds beside its scans, by listing alone.
 *
 * @param strangers names of files (or groups) that are no part of a scan, the first ones in order
 * @param strangerCount how many there are
 * @param copies files of augmented copies that the dataset does not want
 * @param unpaired scans with slices of which one of the two files is missing, by id
 */
public record Leftovers(
    List<String> strangers, long strangerCount, long copies, List<UnpairedSlices> unpaired) {
  /** Nothing, or nothing that is known. */
  public static final Leftovers NONE = new Leftovers(List.of(), 0, 0, List.of());

  /** Copies the lists. */
  public Leftovers {
    strangers = List.copyOf(strangers);
    unpaired = List.copyOf(unpaired);
  }
}
