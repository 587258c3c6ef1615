package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Shape;
import java.util.List;

/**
 * Cuts scans into what a model takes, and puts its predictions back: scatter, batch, gather. Made
 * from an experiment by its TAG (see {@link DataLoaders}); an implementation outside the project
 * has a public constructor that takes an {@link io.medseg.experiment.Experiment}. Immutable and
 * safe for many threads; it is made anew where it is used and never sent.
 */
public interface DataLoader {
  /**
   * The elements of a scan in order of index; from shapes alone, the same list every time. There
   * may be millions: only its size and some elements at a time are asked for, so that a list that
   * makes an element when it is asked for takes no memory.
   *
   * @throws io.medseg.InputException if the scan does not fit the experiment
   */
  List<Element> scatter(ScanHeader scan, Purpose purpose);

  /** Shape of one element as the model gets it, without N; -1 would be unknown, so no axis is. */
  Shape inputShape(ScanHeader scan);

  /**
   * Number of values the model gives per voxel: the classes, and the background where the
   * experiment includes it.
   */
  int outputClasses();

  /** Some elements of a scan, put together in the order given. */
  Batch batch(ScanData scan, List<Element> elements, BatchForm form);

  /**
   * Elements of several scans in one batch, in the order given. As it stands, each part is
   * preprocessed on its own; a loader whose transforms look at the whole batch overrides it.
   *
   * @throws io.medseg.InputException if the parts do not fit together
   */
  default Batch batch(List<BatchPart> parts, BatchForm form) {
    return Batch.concatenate(
        parts.stream().map(part -> batch(part.scan(), part.elements(), form)).toList());
  }

  /**
   * Checks that an element does not depend on what it is batched with, so that it can be stored by
   * itself, and a scan be cut into ranges. As it stands that is not known; to be overridden by a
   * loader of which it is, and if it has transforms, only where {@link
   * io.medseg.transform.Preprocessing#checkElementwise} says so.
   *
   * @throws io.medseg.InputException if it does, or if that is not known
   */
  default void checkElementwise(ScanHeader scan) {
    throw new InputException(
        "Cannot take elements one by one: data loader %s does not say that each is independent of what it is batched with (checkElementwise)"
            .formatted(getClass().getName()));
  }

  /** Whether elements are independent of each other, as {@link #checkElementwise} tells. */
  default boolean isElementwise(ScanHeader scan) {
    try {
      checkElementwise(scan);
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  /**
   * Puts the predictions of a scan back together; blocks go to the sink as soon as nothing can
   * change them.
   */
  Gatherer gatherer(ScanHeader scan, PredictionSink sink);

  /**
   * Whether predictions can be compared with a truth at all; to be overridden by a loader that
   * loads images only.
   *
   * @throws io.medseg.InputException if not
   */
  default void checkTruth() {}

  /** Whether y is made of masks, as {@link #checkTruth} tells. */
  default boolean hasTruth() {
    try {
      checkTruth();
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  /**
   * Looks at what is known of a scan before it is read; to be overridden by a loader that is not
   * for every layout.
   *
   * @throws io.medseg.InputException if its voxels are not what the loader is for
   */
  default void check(Scan scan) {}

  /**
   * Looks at the shapes of a scan that will be scored, so that one without the truth that is needed
   * is refused before it is predicted; to be overridden by a loader that can tell.
   *
   * @throws io.medseg.InputException if {@link #truth} will refuse it
   */
  default void checkTruth(Scan scan, ScanHeader header) {}

  /**
   * Cuts the elements of a scan for {@link Purpose#INFERENCE} into ranges that may be predicted
   * apart from each other, by ascending index; from shapes alone, the same list every time. Each
   * goes to a gatherer of its own ({@link #rangeGatherer}), and what these leave behind to {@link
   * #joinSeams}: together they hand on every voxel once, with the same bits for any number of
   * ranges.
   *
   * <p>As it stands, one range of all elements; a loader that gives more overrides {@link
   * #rangeGatherer}, {@link #joinSeams} and {@link #coverage} as well. Not asked for more than one
   * unless elements are independent of each other ({@link #isElementwise}): a range begins a batch.
   *
   * @param parts at most so many, at least 1
   */
  default List<ElementRange> ranges(ScanHeader scan, int parts) {
    return List.of(new ElementRange(0, scatter(scan, Purpose.INFERENCE).size()));
  }

  /**
   * Puts the predictions of one of {@link #ranges} back together; blocks that elements of no other
   * range change go to the sink.
   *
   * @throws IllegalArgumentException if the scan cannot be cut where the range begins and ends
   */
  default RangeGatherer rangeGatherer(ScanHeader scan, ElementRange range, PredictionSink sink) {
    if (!ranges(scan, 1).contains(range)) {
      throw new IllegalArgumentException(
          "%s takes a scan as one range, not %s".formatted(getClass().getSimpleName(), range));
    }
    return new WholeRange(range, gatherer(scan, sink));
  }

  /**
   * Hands on the voxels that several ranges of a scan know something of. With seams that are all
   * empty it hands on nothing and may be left out.
   *
   * @param all of every range of the scan, by ascending range; read one after the other, once, and
   *     not kept, so that they need not be in memory together
   * @throws IllegalStateException if they are not in order or one is missing
   */
  default void joinSeams(ScanHeader scan, Iterable<Seams> all, PredictionSink sink) {
    for (Seams seams : all) {
      if (!seams.isEmpty()) {
        throw new IllegalStateException("%s joins no seams".formatted(getClass().getSimpleName()));
      }
    }
  }

  /**
   * The voxels that some window of an inference covers, for a scan that was cut into ranges: what
   * {@link Gatherer#finish} returns.
   *
   * @return a mask H x W x D of one class, or null if all are
   */
  default MaskVolume coverage(ScanHeader scan) {
    return null;
  }

  /**
   * Expected bytes on the heap while one scan is predicted, beside its volume and masks: a batch,
   * its predictions and what a gatherer holds. As it stands, as if all predictions were held.
   *
   * @param batchSize elements in a batch
   */
  default long inferenceBytes(ScanHeader scan, int batchSize) {
    long input = inputShape(scan).elements();
    long held = scan.image().elements() * (outputClasses() + 1);
    return Float.BYTES * (held + batchSize * input * (2 + outputClasses()));
  }

  /** The masks of a scan as the experiment's classes, without background. */
  MaskVolume truth(ScanData scan);
}
