package com.example.medseg;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.experiment.Experiment;
import io.medseg.loader.Batch;
import io.medseg.loader.BatchForm;
import io.medseg.loader.ClassChannels;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Element;
import io.medseg.loader.Gatherer;
import io.medseg.loader.Purpose;
import io.medseg.transform.Convention;
import io.medseg.transform.Preprocessing;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Padding;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every second slice, H x W, with two contrasts of the scan as its channels: half the work where
 * slices lie close together. Slices between are made up of the predictions on both sides ({@link
 * InterpolatingGatherer}), so a whole scan is predicted. Slices are taken as large as they are;
 * IMG_SIZE is not looked at.
 */
public final class AlternateSlicesLoader implements DataLoader {
  /** From one slice to the next. */
  static final int STEP = 2;

  private static final int CONTRASTS = 2;

  private final ClassChannels classes;
  private final Preprocessing preprocessing;

  /** What TAG makes; its settings are checked here, before any scan is looked at. */
  public AlternateSlicesLoader(Experiment experiment) {
    if (experiment.sliceAxis() != 2) {
      throw new InputException(
          "Invalid SLICE_AXIS: %d: AlternateSlicesLoader takes slices across D, 2"
              .formatted(experiment.sliceAxis()));
    }
    classes = ClassChannels.of(experiment);
    preprocessing =
        Preprocessing.of(
            experiment.preprocessing(), experiment.preprocessingArguments(), Convention.OWN);
  }

  @Override
  public List<Element> scatter(ScanHeader scan, Purpose purpose) {
    Shape image = scan.image();
    List<Element> elements = new ArrayList<>();
    for (int d = 0; d < image.get(2); d += STEP) {
      int[] start = {0, 0, d};
      int[] stop = {image.get(0), image.get(1), d + 1};
      elements.add(new Element(elements.size(), Region.of(start, stop), Padding.none(3)));
    }
    return elements;
  }

  private static Shape one(ScanHeader scan) {
    return Shape.of(1, scan.image().get(0), scan.image().get(1), CONTRASTS);
  }

  @Override
  public Shape inputShape(ScanHeader scan) {
    int[] lengths = preprocessing.outputShape(one(scan)).toArray();
    return Shape.of(Arrays.copyOfRange(lengths, 1, lengths.length));
  }

  @Override
  public void checkElementwise(ScanHeader scan) {
    preprocessing.checkElementwise(one(scan));
  }

  @Override
  public int outputClasses() {
    return classes.count();
  }

  @Override
  public Batch batch(ScanData scan, List<Element> elements, BatchForm form) {
    check(scan.scan());
    Tensor x = preprocessing.apply(images(scan, elements));
    if (form == BatchForm.PREDICTION) {
      return new Batch(x, null, null);
    }
    Tensor y = scan.masks() == null ? null : masks(scan, elements);
    // Transforms may overwrite what they are given, so the raw images are cut once more.
    return new Batch(x, y, form == BatchForm.TESTING ? images(scan, elements) : null);
  }

  private static Tensor images(ScanData scan, List<Element> elements) {
    Shape image = scan.image().shape();
    Tensor x = Tensor.zeros(Shape.of(elements.size(), image.get(0), image.get(1), CONTRASTS));
    int to = 0;
    for (Element element : elements) {
      int d = element.region().start(2);
      float[] first = scan.image().plane(d);
      float[] second = scan.contrasts().get(0).plane(d);
      for (int i = 0; i < first.length; i++) {
        x.data()[to++] = first[i];
        x.data()[to++] = second[i];
      }
    }
    return x;
  }

  private Tensor masks(ScanData scan, List<Element> elements) {
    MaskVolume masks = classes.channels(scan);
    int height = masks.shape().get(0);
    int width = masks.shape().get(1);
    Tensor y = Tensor.zeros(Shape.of(elements.size(), height, width, masks.classes()));
    int to = 0;
    for (Element element : elements) {
      int d = element.region().start(2);
      for (int h = 0; h < height; h++) {
        for (int w = 0; w < width; w++) {
          for (int c = 0; c < masks.classes(); c++) {
            y.data()[to++] = masks.get(h, w, d, c) ? 1 : 0;
          }
        }
      }
    }
    return preprocessing.applyToMasks(y);
  }

  @Override
  public Gatherer gatherer(ScanHeader scan, PredictionSink sink) {
    preprocessing.checkInvertible();
    return new InterpolatingGatherer(scan.image(), classes.count(), preprocessing, sink);
  }

  @Override
  public MaskVolume truth(ScanData scan) {
    return classes.truth(scan);
  }

  @Override
  public void check(Scan scan) {
    boolean isPair =
        scan.source() instanceof ScanSource.Contrasts images
            && images.others().size() == CONTRASTS - 1;
    if (!isPair) {
      throw new InputException(
          "Cannot batch scan %s: AlternateSlicesLoader stacks 2 contrasts, which %s does not have; layout %s gives two"
              .formatted(scan.scanId(), scan.source().location(), TwoEchoesLayout.class.getName()));
    }
  }
}
