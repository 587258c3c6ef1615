package io.medseg.segmentation;

import io.medseg.dataset.Category;
import io.medseg.volume.Affine;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import io.medseg.volume.Volume;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random scan with overlapping classes and its probabilities, out of a seed. */
record TestScan(Segmentation segmentation, float[] probabilities) implements Closeable {
  static TestScan random(long seed, Path folder, Affine affine, Spacing spacing) {
    Random random = new Random(seed);
    Shape shape = Shape.of(1 + random.nextInt(70), 1 + random.nextInt(90), 1 + random.nextInt(12));
    return of(random, shape, 1 + random.nextInt(5), folder, affine, spacing);
  }

  static TestScan of(
      Random random, Shape shape, int classes, Path folder, Affine affine, Spacing spacing) {
    String scanId = "%07d_V00".formatted(random.nextInt(10_000_000));
    float[] probabilities = new float[(int) shape.elements() * classes];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = random.nextFloat();
    }
    Segmentation segmentation =
        new Segmentation(
            scanId,
            scanId.substring(0, 7),
            shape,
            spacing,
            affine,
            categories(classes),
            image(random, shape),
            masks(random, shape, classes),
            masks(random, shape, classes),
            store(folder, scanId, shape, classes, probabilities));
    return new TestScan(segmentation, probabilities);
  }

  static List<Category> categories(int classes) {
    List<Category> categories = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      List<Integer> color = c == 1 ? List.of() : List.of(10 * c, 200, 255);
      categories.add(new Category(List.of(c), "class <" + c + "> & \"more\"", "c/" + c, color));
    }
    return categories;
  }

  private static Volume image(Random random, Shape shape) {
    Volume image = Volume.zeros(shape.get(0), shape.get(1), shape.get(2));
    for (int d = 0; d < shape.get(2); d++) {
      for (int i = 0; i < image.plane(d).length; i++) {
        image.plane(d)[i] = random.nextFloat() * 1000;
      }
    }
    return image;
  }

  static MaskVolume masks(Random random, Shape shape, int classes) {
    MaskVolume masks = MaskVolume.empty(shape.get(0), shape.get(1), shape.get(2), classes);
    for (long i = 0; i < shape.elements() * classes / 3; i++) {
      masks.set(
          random.nextInt(shape.get(0)),
          random.nextInt(shape.get(1)),
          random.nextInt(shape.get(2)),
          random.nextInt(classes));
    }
    return masks;
  }

  private static ProbabilityStore store(
      Path folder, String scanId, Shape shape, int classes, float[] values) {
    ProbabilityStore store = ProbabilityStore.create(folder, scanId, shape, classes);
    int strideW = shape.get(2) * classes;
    store.accept(
        new PredictionBlock(
            Region.whole(shape), values, 0, shape.get(1) * strideW, strideW, classes, classes));
    return store;
  }

  /** Labels as bytes, H x W x D x C. */
  byte[] labelBytes() {
    MaskVolume labels = segmentation.labels();
    Shape shape = labels.shape();
    byte[] bytes = new byte[(int) shape.elements() * labels.classes()];
    int i = 0;
    for (int h = 0; h < shape.get(0); h++) {
      for (int w = 0; w < shape.get(1); w++) {
        for (int d = 0; d < shape.get(2); d++) {
          for (int c = 0; c < labels.classes(); c++) {
            bytes[i++] = (byte) (labels.get(h, w, d, c) ? 1 : 0);
          }
        }
      }
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    segmentation.probabilities().close();
  }
}
