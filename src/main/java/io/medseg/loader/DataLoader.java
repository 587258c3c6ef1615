package io.medseg.loader;

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
   * The elements of a scan in order of index; from shapes alone, the same list every time.
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

  /** The masks of a scan as the experiment's classes, without background. */
  MaskVolume truth(ScanData scan);
}
