package io.medseg.loader;

import java.io.Serializable;
import java.util.List;

/**
 * What a range of elements leaves behind for {@link DataLoader#joinSeams}: the voxels whose value
 * elements of other ranges change. Empty where windows do not overlap, where each voxel comes from
 * one window alone, and for the range of all elements.
 *
 * @param range the elements it comes from
 * @param parts by ascending group
 */
public record Seams(ElementRange range, List<SeamPart> parts) implements Serializable {
  /** Copies the list. */
  public Seams {
    parts = List.copyOf(parts);
  }

  /** Whether there is nothing to join. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Size of the values. */
  public long bytes() {
    return parts.stream().mapToLong(part -> (long) part.values().length * Float.BYTES).sum();
  }
}
