package io.medseg.hdf5;

import io.medseg.volume.Shape;
import io.medseg.volume.SlabSource;
import java.util.function.Function;

/**
 * The planes of an image H x W x D in one dataset. Slabs are as deep as there is memory for, since
 * every slab costs a pass over the file where the dataset lies in one piece, and costs scattered
 * reads where it lies in chunks. They are whole layers of chunks, so that a chunk is decoded once;
 * only if there is no memory for one layer, its chunks are decoded for each of its slabs.
 */
final class DatasetSlabs implements SlabSource {
  private final Hdf5Dataset image;
  private final Function<ElementType, FloatDecoder> decoding;

  DatasetSlabs(Hdf5Dataset image, Function<ElementType, FloatDecoder> decoding) {
    this.image = image;
    this.decoding = decoding;
  }

  @Override
  public int slabDepth(int most) {
    int depth = Math.max(1, image.shape().get(2));
    int layer = Math.min(Math.min(image.layerDepth(), depth), most);
    int layers = ceilDiv(depth, layer);
    int slabs = ceilDiv(layers, most / layer);
    // Slabs of about the same depth: no more of them, and less memory.
    return layer * ceilDiv(layers, slabs);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  @Override
  public float[][] read(int firstPlane, int count) {
    Shape shape = image.shape();
    long planes = (long) Float.BYTES * count * shape.get(0) * shape.get(1);
    ReadingMemory.Need need = new ReadingMemory.Need(planes, image.bufferBytes(), image.path());
    return ReadingMemory.OF_JVM.reading(need, () -> image.readPlanes(firstPlane, count, decoding));
  }
}
