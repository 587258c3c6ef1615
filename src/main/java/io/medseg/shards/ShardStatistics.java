package io.medseg.shards;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What elements hold: intensities by channel of x, voxels by class of y, shapes. Mutable, one
 * thread; {@link #add(ShardStatistics)} in a given order gives the same bits everywhere.
 *
 * <p>The channels of x are its last axis; x has none, and so one channel, where y has an axis more
 * than x, or where that axis is longer than {@link #MOST_CHANNELS}. Where elements differ in their
 * channels, all are one.
 */
public final class ShardStatistics {
  /** More than this is no axis of channels. */
  private static final int MOST_CHANNELS = 16;

  private final List<ChannelStatistics> channels = new ArrayList<>();
  private ClassFrequency[] classes = {};
  private long maskVoxels;
  private long elements;
  private final ElementShape x;
  private final ElementShape y;
  private final ElementShape xRaw;

  /** Nothing yet. */
  public ShardStatistics() {
    this(new ElementShape(), new ElementShape(), new ElementShape());
  }

  private ShardStatistics(ElementShape x, ElementShape y, ElementShape xRaw) {
    this.x = x;
    this.y = y;
    this.xRaw = xRaw;
  }

  /** What was known once. */
  static ShardStatistics of(
      long elements,
      List<ChannelStatistics> channels,
      List<ClassFrequency> classes,
      long maskVoxels,
      List<ElementShape> shapes) {
    ShardStatistics known = new ShardStatistics(shapes.get(0), shapes.get(1), shapes.get(2));
    known.elements = elements;
    known.channels.addAll(channels);
    known.classes = classes.toArray(ClassFrequency[]::new);
    known.maskVoxels = maskVoxels;
    return known;
  }

  /** The same without channels. */
  ShardStatistics withoutIntensities() {
    return of(elements, List.of(), List.of(classes), maskVoxels, List.of(x, y, xRaw));
  }

  /** Adds an element. */
  public void add(ElementRecord element) {
    elements++;
    x.add(element.x());
    y.add(element.y());
    xRaw.add(element.xRaw());
    int count = agreed(channels(element));
    FloatBytes values = FloatBytes.of(element.x());
    for (int channel = 0; channel < count; channel++) {
      channels.get(channel).add(values, channel, count);
    }
    if (element.y() != null && element.y().type() == ArrayBytes.Type.UINT8) {
      addMasks(element.y());
    }
  }

  /** The number of channels with these as well, for which there are statistics then. */
  private int agreed(int count) {
    if (channels.isEmpty()) {
      for (int channel = 0; channel < count; channel++) {
        channels.add(new ChannelStatistics());
      }
    } else if (channels.size() != count) {
      join();
    }
    return channels.size();
  }

  /** Makes one channel of all. */
  private void join() {
    ChannelStatistics all = channels.get(0);
    channels.subList(1, channels.size()).forEach(all::add);
    channels.subList(1, channels.size()).clear();
  }

  private static int channels(ElementRecord element) {
    int last = element.x().shape().get(-1);
    boolean isBare = element.y() != null && element.y().shape().rank() > element.x().shape().rank();
    return isBare || last > MOST_CHANNELS ? 1 : last;
  }

  private void addMasks(ArrayBytes masks) {
    int count = masks.shape().get(-1);
    long[] voxels = new long[count];
    byte[] bytes = masks.bytes();
    for (int c = 0; c < count; c++) {
      int ofClass = 0;
      for (int i = c; i < bytes.length; i += count) {
        ofClass += bytes[i];
      }
      voxels[c] = ofClass;
    }
    grow(count);
    for (int c = 0; c < count; c++) {
      classes[c] = classes[c].plus(new ClassFrequency(voxels[c], voxels[c] > 0 ? 1 : 0));
    }
    maskVoxels += bytes.length / count;
  }

  private void grow(int count) {
    int before = classes.length;
    if (before < count) {
      classes = Arrays.copyOf(classes, count);
      Arrays.fill(classes, before, count, ClassFrequency.NONE);
    }
  }

  /** Adds what others hold. */
  public void add(ShardStatistics other) {
    elements += other.elements;
    addShapes(other);
    if (!other.channels.isEmpty()) {
      int count = agreed(other.channels.size());
      for (int channel = 0; channel < other.channels.size(); channel++) {
        channels.get(Math.min(channel, count - 1)).add(other.channels.get(channel));
      }
    }
    grow(other.classes.length);
    for (int c = 0; c < other.classes.length; c++) {
      classes[c] = classes[c].plus(other.classes[c]);
    }
    maskVoxels += other.maskVoxels;
  }

  /** Takes only the shapes of others into account. */
  void addShapes(ShardStatistics other) {
    x.add(other.x);
    y.add(other.y);
    xRaw.add(other.xRaw);
  }

  /** Number of elements. */
  public long elements() {
    return elements;
  }

  /** Intensities of x by channel. */
  public List<ChannelStatistics> channels() {
    return List.copyOf(channels);
  }

  /** Frequencies of the classes of y; none where y is no mask. */
  public List<ClassFrequency> classes() {
    return List.of(classes);
  }

  /** Voxels of all masks, each counted once whatever classes it has. */
  public long maskVoxels() {
    return maskVoxels;
  }

  /** Shapes of x, y and x before preprocessing. */
  List<ElementShape> shapes() {
    return List.of(x, y, xRaw);
  }
}
