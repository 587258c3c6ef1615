package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.transform.Preprocessing;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The variants of loaders for tasks without labels (MedSegPy's *ImageDataLoader): masks are not
 * looked at, y is the image before the transforms, x the image behind them. There is no truth, so
 * models cannot be evaluated with them.
 */
abstract class ImageLoader implements DataLoader {
  private final String name;
  private final String variantOf;
  private final WindowLoader images;
  private final Preprocessing transforms;

  /**
   * @param name as TAG names it
   * @param variantOf the loader with masks, for messages
   * @param images gives y
   * @param transforms make x of y
   */
  ImageLoader(String name, String variantOf, WindowLoader images, Preprocessing transforms) {
    this.name = name;
    this.variantOf = variantOf;
    this.images = images;
    this.transforms = transforms;
  }

  @Override
  public final List<Element> scatter(ScanHeader scan, Purpose purpose) {
    return images.scatter(scan, purpose);
  }

  @Override
  public final Shape inputShape(ScanHeader scan) {
    int[] batch = transforms.outputShape(images.inputShape(scan).prepend(1)).toArray();
    return Shape.of(Arrays.copyOfRange(batch, 1, batch.length));
  }

  @Override
  public final void checkElementwise(ScanHeader scan) {
    images.checkElementwise(scan);
    transforms.checkElementwise(images.inputShape(scan).prepend(1));
  }

  /** The entries of CATEGORIES: in tasks without labels they stand for the channels of y. */
  @Override
  public final int outputClasses() {
    return images.outputClasses();
  }

  @Override
  public final Batch batch(ScanData scan, List<Element> elements, BatchForm form) {
    return batch(List.of(new BatchPart(scan, elements)), form);
  }

  @Override
  public final Batch batch(List<BatchPart> parts, BatchForm form) {
    Tensor y = images.batch(parts, BatchForm.PREDICTION).x();
    if (form == BatchForm.PREDICTION) {
      return new Batch(transforms.apply(y), null, null);
    }
    // Transforms may overwrite what they are given.
    Tensor x = transforms.isEmpty() ? y : transforms.apply(new Tensor(y.shape(), y.data().clone()));
    return new Batch(x, y, form == BatchForm.TESTING ? y : null);
  }

  /** Predictions are of y, so the transforms between y and x are not undone. */
  @Override
  public final Gatherer gatherer(ScanHeader scan, PredictionSink sink) {
    return images.gatherer(scan, sink);
  }

  @Override
  public final void checkTruth() {
    throw withoutTruth();
  }

  @Override
  public final MaskVolume truth(ScanData scan) {
    throw withoutTruth();
  }

  @Override
  public final void check(Scan scan) {
    images.check(scan);
  }

  private InputException withoutTruth() {
    return new InputException(
        "Cannot evaluate with %s (TAG): it loads images without masks, so there is no truth to compare with; %s loads both"
            .formatted(name, variantOf));
  }
}
