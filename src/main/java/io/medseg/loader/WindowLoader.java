package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.transform.Convention;
import io.medseg.transform.Preprocessing;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PadMode;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What all built-in loaders share: a scan is cut into windows of a grid, windows are copied and
 * padded into batches, predictions of windows are put back. A loader only says where its windows
 * lie ({@link #grid}) and what their axes mean ({@link WindowForm}).
 */
abstract class WindowLoader implements DataLoader {
  private final WindowForm form;
  private final SlicePlacement placement;
  private final PadMode padMode;
  private final ClassChannels classes;
  private final Preprocessing preprocessing;
  private final String blending;
  private final Parity parity;

  WindowLoader(Experiment experiment, WindowForm form, SlicePlacement placement) {
    this(experiment, form, placement, preprocessing(experiment));
  }

  /** A loader with other transforms than the experiment's. */
  WindowLoader(
      Experiment experiment,
      WindowForm form,
      SlicePlacement placement,
      Preprocessing preprocessing) {
    this.form = form;
    this.placement = placement;
    this.padMode = PadMode.named(experiment.imagePadMode());
    this.classes = ClassChannels.of(experiment);
    this.parity = experiment.parity();
    this.preprocessing = preprocessing;
    this.blending = experiment.blending();
  }

  /** The transforms that an experiment asks for. */
  static Preprocessing preprocessing(Experiment experiment) {
    return Preprocessing.of(
        experiment.preprocessing(), experiment.preprocessingArguments(), convention(experiment));
  }

  /** Whose numbers transforms give. */
  static Convention convention(Experiment experiment) {
    return experiment.parity() == Parity.MEDSEGPY ? Convention.MEDSEGPY : Convention.OWN;
  }

  /**
   * Where the windows of an image H x W x D lie.
   *
   * @throws InputException if it does not fit the experiment
   */
  abstract PatchGrid grid(Shape image, Purpose purpose);

  /**
   * Looks at a scan before it is batched.
   *
   * @throws InputException if its voxels are not what the loader is for
   */
  void check(Scan scan) {}

  @Override
  public final List<Element> scatter(ScanHeader scan, Purpose purpose) {
    PatchGrid grid = grid(scan.image(), purpose);
    if (grid.count() == 0 && purpose == Purpose.INFERENCE) {
      throw new InputException(
          "Cannot scatter a scan of %s: no window of %s with the padding given fits into it"
              .formatted(scan.image(), grid.window()));
    }
    return grid.elements();
  }

  @Override
  public final Shape inputShape(ScanHeader scan) {
    Shape batch = form.input(grid(scan.image(), Purpose.INFERENCE).window()).prepend(1);
    int[] lengths = preprocessing.outputShape(batch).toArray();
    return Shape.of(Arrays.copyOfRange(lengths, 1, lengths.length));
  }

  @Override
  public final int outputClasses() {
    return classes.count();
  }

  @Override
  public final Batch batch(ScanData scan, List<Element> elements, BatchForm batchForm) {
    return batch(List.of(new BatchPart(scan, elements)), batchForm);
  }

  @Override
  public final Batch batch(List<BatchPart> parts, BatchForm batchForm) {
    parts.forEach(part -> check(part.scan().scan()));
    Shape window = commonWindow(parts);
    int count = parts.stream().mapToInt(part -> part.elements().size()).sum();
    Tensor raw = images(parts, form.input(window).prepend(count));
    Tensor y = null;
    if (batchForm != BatchForm.PREDICTION && haveMasks(parts)) {
      y = masks(parts, form.output(window, classes.count()).prepend(count));
      y = preprocessing.applyToMasks(y);
    }
    if (batchForm != BatchForm.TESTING) {
      return new Batch(preprocessing.apply(raw), y, null);
    }
    Tensor x =
        preprocessing.isEmpty()
            ? raw
            : preprocessing.apply(new Tensor(raw.shape(), raw.data().clone()));
    return new Batch(x, y, raw);
  }

  private static Shape commonWindow(List<BatchPart> parts) {
    Shape window = null;
    for (BatchPart part : parts) {
      for (Element element : part.elements()) {
        Shape found = window(element);
        if (window != null && !window.equals(found)) {
          throw new InputException(
              "Cannot batch scan %s with others: its windows are %s, theirs are %s"
                  .formatted(part.scan().scan().scanId(), found, window));
        }
        window = found;
      }
    }
    if (window == null) {
      throw new IllegalArgumentException("Cannot batch no elements");
    }
    return window;
  }

  /** Lengths of the window of an element, its padding included. */
  static Shape window(Element element) {
    int[] lengths = new int[element.region().rank()];
    for (int axis = 0; axis < lengths.length; axis++) {
      lengths[axis] =
          element.padding().low(axis)
              + element.region().length(axis)
              + element.padding().high(axis);
    }
    return Shape.of(lengths);
  }

  private Tensor images(List<BatchPart> parts, Shape shape) {
    Tensor x = Tensor.zeros(shape);
    int size = x.data().length / shape.get(0);
    int offset = 0;
    for (BatchPart part : parts) {
      for (Element element : part.elements()) {
        WindowImages.copy(part.scan().image(), element, padMode, x.data(), offset);
        offset += size;
      }
    }
    return x;
  }

  private static boolean haveMasks(List<BatchPart> parts) {
    boolean first = parts.get(0).scan().masks() != null;
    for (BatchPart part : parts) {
      if ((part.scan().masks() != null) != first) {
        throw new InputException(
            "Cannot batch scan %s with others: only some of them have masks"
                .formatted(part.scan().scan().scanId()));
      }
    }
    return first;
  }

  private Tensor masks(List<BatchPart> parts, Shape shape) {
    Tensor y = Tensor.zeros(shape);
    WindowMasks windows = new WindowMasks(classes, padMode, form);
    int size = y.data().length / shape.get(0);
    int offset = 0;
    for (BatchPart part : parts) {
      classes.check(part.scan().scan(), part.scan().masks());
      for (Element element : part.elements()) {
        windows.expand(part.scan().masks(), element, y.data(), offset);
        offset += size;
      }
    }
    return y;
  }

  @Override
  public final Gatherer gatherer(ScanHeader scan, PredictionSink sink) {
    preprocessing.checkInvertible();
    PatchGrid grid = grid(scan.image(), Purpose.INFERENCE);
    PatchGrid target =
        form == WindowForm.SLICES && placement == SlicePlacement.CENTRE
            ? grid.withLast(grid.last().centres())
            : grid;
    Coverage coverage = new Coverage(target);
    Assembly assembly =
        target.overlaps() ? blend(grid, sink) : new DirectAssembly(coverage, sink, classes.count());
    return new WindowGatherer(
        preprocessing, form, placement, classes.count(), grid.count(), coverage, assembly);
  }

  private Assembly blend(PatchGrid grid, PredictionSink sink) {
    Blending how = blending();
    Shape window = grid.window();
    float[][] weights = {
      how.weights(window.get(0)),
      how.weights(window.get(1)),
      form == WindowForm.SLICES ? Blending.ones(window.get(2)) : how.weights(window.get(2))
    };
    return new BlendingAssembly(grid.image(), sink, classes.count(), how, weights, form);
  }

  private Blending blending() {
    if (blending.equals("auto")) {
      return parity == Parity.MEDSEGPY ? Blending.LAST : Blending.GAUSSIAN;
    }
    return Blending.valueOf(blending.toUpperCase(Locale.ROOT));
  }

  @Override
  public MaskVolume truth(ScanData scan) {
    if (scan.masks() == null) {
      throw new InputException(
          "Cannot evaluate scan %s: it has no masks (%s)"
              .formatted(scan.scan().scanId(), scan.scan().source().location()));
    }
    classes.check(scan.scan(), scan.masks());
    return classes.collate(scan.masks());
  }
}
