package io.medseg.hdf5;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.util.Arrays;

/**
 * One dataset of an open {@link Hdf5File}: numbers of any common type, read as floats or as masks.
 * One thread at a time; usable until the file is closed. Every failure is an {@link
 * io.medseg.InputException} that names file and dataset.
 */
public final class Hdf5Dataset {
  private final Hdf5File file;
  private final String path;
  private final StoredArray array;

  Hdf5Dataset(Hdf5File file, String path, StoredArray array) {
    this.file = file;
    this.path = path;
    this.array = array;
  }

  /** Its path inside the file, as in "/0000001_V00/volume". */
  public String path() {
    return path;
  }

  /** Lengths of its axes. */
  public Shape shape() {
    return Shape.of(lengths());
  }

  /** All elements in one flat array, row-major; for arrays of any rank below 2^31 elements. */
  public float[] readFloats() {
    return file.reading(
        path,
        reader -> {
          long count = shape().elements();
          if (count > Integer.MAX_VALUE - 8) {
            throw new Refusal("its " + count + " elements are too many for one array");
          }
          float[] floats = new float[(int) count];
          reader.read(array, new FloatSink(array.element(), lengths(), floats));
          return floats;
        });
  }

  /** The one number that it holds: a scalar, or an array of one element. */
  double readNumber() {
    return file.reading(
        path,
        reader -> {
          if (shape().elements() != 1) {
            throw new Refusal("its shape is " + shape() + "; expected one number");
          }
          double[] number = new double[1];
          reader.read(array, block -> array.element().toDoubles(block.bytes(), 0, number, 1));
          return number[0];
        });
  }

  /** An image of H x W x D. */
  public Volume readVolume() {
    return readVolume(array.element());
  }

  /** An image of H x W x D, normalised on the way. */
  Volume readVolume(Normalization normalization) {
    return readVolume(normalization.of(array.element()));
  }

  private Volume readVolume(FloatDecoder decoder) {
    return file.reading(
        path,
        reader -> {
          expectRank(3, "HxWxD");
          int[] lengths = lengths();
          Volume volume = Volume.zeros(lengths[0], lengths[1], lengths[2]);
          reader.read(array, volumeSink(decoder, volume, 0));
          return volume;
        });
  }

  /** Masks of H x W x D x C, any value but 0 is in the class; NaN is refused. */
  public MaskVolume readMasks() {
    return file.reading(
        path,
        reader -> {
          expectRank(4, "HxWxDxC");
          int[] lengths = lengths();
          MaskVolume masks = MaskVolume.empty(lengths[0], lengths[1], lengths[2], lengths[3]);
          reader.read(array, new MaskSink(array.element(), masks, 0));
          return masks;
        });
  }

  /** Reads an image of H x W or H x W x 1 into a slice of a volume of the same H x W. */
  void readSlice(Volume volume, int d) {
    file.reading(
        path,
        reader -> {
          Block.Sink sink = volumeSink(array.element(), volume, d);
          reader.read(array, array.rank() == 3 ? sink : block -> sink.accept(block.withAxis(2)));
          return null;
        });
  }

  /** Reads masks of H x W x C or H x W x 1 x C into a slice of masks of the same shape. */
  void readSlice(MaskVolume masks, int d) {
    file.reading(
        path,
        reader -> {
          Block.Sink sink = new MaskSink(array.element(), masks, d);
          reader.read(array, array.rank() == 4 ? sink : block -> sink.accept(block.withAxis(2)));
          return null;
        });
  }

  private static VolumeSink volumeSink(FloatDecoder decoder, Volume volume, int firstPlane) {
    float[][] planes = new float[volume.shape().get(2)][];
    Arrays.setAll(planes, volume::plane);
    return new VolumeSink(decoder, volume.shape().get(1), planes, firstPlane);
  }

  private void expectRank(int rank, String axes) {
    if (array.rank() != rank) {
      throw new Refusal("its shape is " + shape() + "; expected " + axes);
    }
  }

  private int[] lengths() {
    return Arrays.stream(array.lengths()).mapToInt(Math::toIntExact).toArray();
  }
}
