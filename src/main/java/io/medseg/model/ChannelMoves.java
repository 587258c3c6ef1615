package io.medseg.model;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;

/**
 * Moves channels for a model that has them behind N: those of images there and the classes of
 * predictions back. One channel is moved by its shape alone. Arrays are kept from batch to batch;
 * one thread.
 */
public final class ChannelMoves {
  /** Voxels copied class by class before the next ones: their values stay in the cache. */
  private static final int TILE = 256;

  private float[] images = new float[0];
  private float[] predictions = new float[0];

  /**
   * Moves the channels of images behind N.
   *
   * @param batch channels last
   */
  public Tensor first(Tensor batch) {
    int[] lengths = batch.shape().toArray();
    int channels = lengths[lengths.length - 1];
    System.arraycopy(lengths, 1, lengths, 2, lengths.length - 2);
    lengths[1] = channels;
    Shape shape = Shape.of(lengths);
    int voxels = voxels(shape);
    if (channels == 1 || voxels == 1) {
      return new Tensor(shape, batch.data());
    }
    images = atLeast(images, shape);
    int size = channels * voxels;
    for (int n = 0; n < shape.get(0); n++) {
      gatherChannels(batch.data(), n * size, images, voxels, channels);
    }
    return new Tensor(shape, images);
  }

  /**
   * Moves the classes of predictions to the end.
   *
   * @param output classes behind N
   * @throws InputException if it has no axis of classes
   */
  public Tensor last(Tensor output) {
    int[] lengths = output.shape().toArray();
    if (lengths.length < 2) {
      throw new InputException(
          "Invalid model: its output is %s; INPUT_LAYOUT NCHW expects N, classes and the window"
              .formatted(output.shape()));
    }
    int classes = lengths[1];
    System.arraycopy(lengths, 2, lengths, 1, lengths.length - 2);
    lengths[lengths.length - 1] = classes;
    Shape shape = Shape.of(lengths);
    int voxels = voxels(output.shape());
    if (classes == 1 || voxels == 1) {
      return new Tensor(shape, output.data());
    }
    predictions = atLeast(predictions, shape);
    int size = classes * voxels;
    for (int n = 0; n < shape.get(0); n++) {
      spreadChannels(output.data(), n * size, predictions, voxels, classes);
    }
    return new Tensor(shape, predictions);
  }

  /** Voxels of an element of N, C, axes of the window. */
  private static int voxels(Shape batch) {
    int voxels = 1;
    for (int axis = 2; axis < batch.rank(); axis++) {
      voxels = Math.multiplyExact(voxels, batch.get(axis));
    }
    return voxels;
  }

  private static float[] atLeast(float[] array, Shape shape) {
    int length = Math.toIntExact(shape.elements());
    return array.length >= length ? array : new float[length];
  }

  /** Voxels x channels to channels x voxels, both from {@code offset}. */
  private static void gatherChannels(
      float[] from, int offset, float[] to, int voxels, int channels) {
    for (int tile = 0; tile < voxels; tile += TILE) {
      int stop = Math.min(tile + TILE, voxels);
      for (int c = 0; c < channels; c++) {
        int source = offset + tile * channels + c;
        int target = offset + c * voxels;
        for (int v = tile; v < stop; v++, source += channels) {
          to[target + v] = from[source];
        }
      }
    }
  }

  /** Channels x voxels to voxels x channels, both from {@code offset}. */
  private static void spreadChannels(
      float[] from, int offset, float[] to, int voxels, int channels) {
    for (int tile = 0; tile < voxels; tile += TILE) {
      int stop = Math.min(tile + TILE, voxels);
      for (int c = 0; c < channels; c++) {
        int source = offset + c * voxels;
        int target = offset + tile * channels + c;
        for (int v = tile; v < stop; v++, target += channels) {
          to[target] = from[source + v];
        }
      }
    }
  }
}
