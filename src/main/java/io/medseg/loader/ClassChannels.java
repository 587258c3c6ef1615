package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.MaskRule;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.MaskVolume;
import java.util.Arrays;
import java.util.List;

/**
 * The classes of an experiment out of the mask channels of a file: CATEGORIES picks channels, and a
 * group of channels is one class (voxel in any of them); INCLUDE_BACKGROUND puts a class of the
 * voxels in no class first.
 *
 * @param groups channels of each class
 * @param background whether the background is the first class of y
 * @param rule what channels may hold, whatever the scan says of it; MedSegPy takes every value but
 *     0 as in the class
 */
public record ClassChannels(List<int[]> groups, boolean background, MaskRule rule) {
  /** Classes of masks that hold 0 and one other value in a channel. */
  public ClassChannels(List<int[]> groups, boolean background) {
    this(groups, background, MaskRule.BINARY);
  }

  /**
   * The classes that an experiment asks for.
   *
   * @throws InputException if it names none
   */
  public static ClassChannels of(Experiment experiment) {
    List<int[]> groups =
        experiment.categories().stream()
            .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
            .toList();
    if (groups.isEmpty()) {
      throw new InputException(
          "Invalid CATEGORIES: (): a data loader needs the mask channels of each class");
    }
    return new ClassChannels(groups, experiment.includeBackground(), maskRule(experiment));
  }

  /** What an experiment takes for a mask channel, whatever the scan says of it. */
  public static MaskRule maskRule(Experiment experiment) {
    return experiment.parity() == Parity.MEDSEGPY ? MaskRule.NONZERO : MaskRule.BINARY;
  }

  /** Number of classes, the background included where there is one. */
  public int count() {
    return groups.size() + (background ? 1 : 0);
  }

  /**
   * Checks that a scan has masks, that they have every channel, and that each is one class.
   *
   * @throws InputException if not; the message names channel, scan and what is there
   */
  void check(ScanData data) {
    check(data.scan(), data.masks() == null ? 0 : data.masks().classes());
    if (rule == MaskRule.BINARY) {
      data.maskValues()
          .check(data.scan(), groups.stream().flatMapToInt(Arrays::stream).boxed().toList());
    }
  }

  /**
   * Checks that the masks of a scan have every channel.
   *
   * @param channels how many there are, 0 without masks
   * @throws InputException if not
   */
  void check(Scan scan, int channels) {
    if (channels == 0) {
      throw new InputException(
          "Cannot evaluate scan %s: it has no masks (%s)"
              .formatted(scan.scanId(), scan.source().location()));
    }
    for (int[] group : groups) {
      for (int channel : group) {
        if (channel >= channels) {
          throw new InputException(
              "Invalid CATEGORIES: channel %d is not there: the masks have %d channels (scan %s)"
                  .formatted(channel, channels, scan.scanId()));
        }
      }
    }
  }

  /**
   * The masks of a scan as classes without background: what {@link DataLoader#truth} gives.
   *
   * @throws InputException if it has no masks, lacks a channel or has one with several values other
   *     than 0; the message names it
   */
  public MaskVolume truth(ScanData scan) {
    check(scan);
    return scan.masks().collate(groups);
  }

  /** The same with the background first where the experiment includes it: what y is cut from. */
  public MaskVolume channels(ScanData scan) {
    return background ? truth(scan).withBackground() : truth(scan);
  }

  /**
   * The bits of one row of W voxels for every class, the background included.
   *
   * @param bits filled: a row for each class, each as long as a row of the masks
   */
  void row(MaskVolume masks, int h, int d, long[][] bits) {
    int words = masks.wordsPerRow();
    int from = masks.row(h, d);
    int first = background ? 1 : 0;
    for (int c = 0; c < groups.size(); c++) {
      long[] row = bits[first + c];
      Arrays.fill(row, 0);
      for (int channel : groups.get(c)) {
        long[] source = masks.words(channel);
        for (int k = 0; k < words; k++) {
          row[k] |= source[from + k];
        }
      }
    }
    if (background) {
      complement(bits);
    }
  }

  /** Bits behind the end of a row are set as well; nobody reads them. */
  private static void complement(long[][] bits) {
    for (int k = 0; k < bits[0].length; k++) {
      long any = 0;
      for (int c = 1; c < bits.length; c++) {
        any |= bits[c][k];
      }
      bits[0][k] = ~any;
    }
  }
}
