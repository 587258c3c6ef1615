package io.medseg.hdf5;

import io.medseg.dataset.MaskValues;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mask values of a scan other than 0, channel by channel, collected over the files that it lies
 * in. Mutable, one thread.
 */
final class OddValues {
  private final List<ChannelValues> channels = new ArrayList<>();

  /**
   * Adds what a dataset held.
   *
   * @param of channel by channel
   * @param location of the dataset
   */
  void add(ChannelValues[] of, String location) {
    for (int channel = 0; channel < of.length; channel++) {
      if (channel == channels.size()) {
        channels.add(new ChannelValues());
      }
      channels.get(channel).addAll(of[channel], location);
    }
  }

  void clear() {
    channels.clear();
  }

  /** What was found beside 0 and 1. */
  MaskValues found() {
    List<MaskValues.Channel> odd =
        IntStream.range(0, channels.size())
            .filter(channel -> channels.get(channel).others() > 0)
            .mapToObj(channel -> channels.get(channel).found(channel))
            .toList();
    return odd.isEmpty() ? MaskValues.BINARY : new MaskValues(odd);
  }
}
