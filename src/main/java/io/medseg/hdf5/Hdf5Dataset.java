package io.medseg.hdf5;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;

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

  /** What numpy calls its number type, as in "float32"; an enum (h5py's bool) is its integer. */
  public String numberType() {
    return array.element().title();
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
    return readVolume(type -> type);
  }

  /** An image of H x W x D, decoded in a way of its own. */
  Volume readVolume(Function<ElementType, FloatDecoder> decoding) {
    return file.reading(
        path,
        reader -> {
          expectRank(3, "HxWxD");
          int[] lengths = lengths();
          return new Volume(lengths[0], lengths[1], planes(reader, 0, lengths[2], decoding));
        });
  }

  /** Some planes of an image of H x W x D, those from one on. */
  float[][] readPlanes(int first, int count, Function<ElementType, FloatDecoder> decoding) {
    return file.reading(
        path,
        reader -> {
          expectRank(3, "HxWxD");
          return planes(reader, first, count, decoding);
        });
  }

  private float[][] planes(
      BlockReader reader, int first, int count, Function<ElementType, FloatDecoder> decoding)
      throws IOException {
    int[] lengths = lengths();
    float[][] planes = new float[count][Math.multiplyExact(lengths[0], lengths[1])];
    ElementType type = array.element();
    reader.read(
        array,
        new PlaneRange(2, first, first + count),
        new VolumeSink(type, decoding.apply(type), lengths[1], planes, first));
    return planes;
  }

  /** Bytes that reading it takes at most beside what comes of it: chunks, the file in memory. */
  long bufferBytes() {
    return file.heldBytes()
        + (array.storage() instanceof Storage.Chunked chunked
            ? chunkBytes(chunked)
            : Math.min(BlockReader.ROWS_BYTES, shape().elements() * array.element().size()));
  }

  /** Of a chunk as it is stored, the same unpacked, and one of fill values. */
  private long chunkBytes(Storage.Chunked chunked) {
    long chunk = array.element().size();
    for (int length : chunked.lengths()) {
      chunk *= length;
    }
    int buffers = chunked.pipeline().isEmpty() ? 1 : 2;
    return (chunked.chunks().isComplete() ? buffers : buffers + 1) * chunk;
  }

  /** Slices in a layer of chunks of an image of H x W x D; 1 if it is not stored in chunks. */
  int layerDepth() {
    return array.storage() instanceof Storage.Chunked chunked ? chunked.lengths()[2] : 1;
  }

  /** Masks of H x W x D x C, any value but 0 is in the class; NaN is refused. */
  public MaskVolume readMasks() {
    return readMasks(new OddValues());
  }

  /** The same, telling the values that are neither 0 nor 1. */
  MaskVolume readMasks(OddValues odd) {
    return file.reading(
        path,
        reader -> {
          expectRank(4, "HxWxDxC");
          int[] lengths = lengths();
          MaskVolume masks = MaskVolume.empty(lengths[0], lengths[1], lengths[2], lengths[3]);
          MaskSink sink = new MaskSink(array.element(), masks, 0);
          reader.read(array, sink);
          odd.add(sink.found(), location());
          return masks;
        });
  }

  /** An image of H x W or H x W x 1. */
  float[] readPlane() {
    return file.reading(
        path,
        reader -> {
          int[] lengths = lengths();
          float[] plane = new float[Math.multiplyExact(lengths[0], lengths[1])];
          Block.Sink sink =
              new VolumeSink(
                  array.element(), array.element(), lengths[1], new float[][] {plane}, 0);
          reader.read(array, array.rank() == 3 ? sink : block -> sink.accept(block.withAxis(2)));
          return plane;
        });
  }

  /**
   * Reads masks of H x W x C or H x W x 1 x C into a slice of masks of the same shape, telling the
   * values that are neither 0 nor 1.
   */
  void readSlice(MaskVolume masks, int d, OddValues odd) {
    file.reading(
        path,
        reader -> {
          MaskSink sink = new MaskSink(array.element(), masks, d);
          reader.read(array, array.rank() == 4 ? sink : block -> sink.accept(block.withAxis(2)));
          odd.add(sink.found(), location());
          return null;
        });
  }

  private String location() {
    return "dataset " + path + " of " + file.name();
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
