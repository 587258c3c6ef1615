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
  private final SliceAxis sliceAxis;
  private final Blending blending;
  private final double sigma;

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
    this.preprocessing = preprocessing;
    this.sliceAxis = SliceAxis.of(experiment);
    this.blending = Blending.of(experiment);
    this.sigma = experiment.blendingSigma();
    checkSettings(experiment, form);
  }

  /** Also what only other loaders or rules take: a value that cannot be meant is a mistake. */
  private static void checkSettings(Experiment experiment, WindowForm form) {
    GridRule.of(experiment);
    experiment.gridStep();
    experiment.gridOverlap();
    String layout = experiment.inputLayout();
    if (layout.equals("nchw") && form == WindowForm.VOLUME_WITHOUT_CHANNEL) {
      throw new InputException(
          "Invalid INPUT_LAYOUT: NCHW: IMG_SIZE %s has no channel axis; write one more, 1"
              .formatted(WindowSettings.show(experiment.imageSize())));
    }
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
   * Where the windows of an image lie.
   *
   * @param image lengths of its axes, the slice axis last
   * @throws InputException if it does not fit the experiment
   */
  abstract PatchGrid grid(Shape image, Purpose purpose);

  @Override
  public final List<Element> scatter(ScanHeader scan, Purpose purpose) {
    PatchGrid grid = purpose == Purpose.INFERENCE ? plan(scan).grid() : seenGrid(scan, purpose);
    if (grid.count() == 0 && purpose == Purpose.INFERENCE) {
      throw new InputException(
          "Cannot scatter a scan of %s: no window of %s with the padding given fits into it"
              .formatted(scan.image(), grid.window()));
    }
    return grid.elements();
  }

  /** The axis along which slices lie. */
  final SliceAxis sliceAxis() {
    return sliceAxis;
  }

  private PatchGrid seenGrid(ScanHeader scan, Purpose purpose) {
    return grid(sliceAxis.toLoader(scan.image()), purpose);
  }

  @Override
  public final Shape inputShape(ScanHeader scan) {
    Shape batch = form.input(seenGrid(scan, Purpose.INFERENCE).window()).prepend(1);
    int[] lengths = preprocessing.outputShape(batch).toArray();
    return Shape.of(Arrays.copyOfRange(lengths, 1, lengths.length));
  }

  @Override
  public final void checkElementwise(ScanHeader scan) {
    preprocessing.checkElementwise(
        form.input(seenGrid(scan, Purpose.INFERENCE).window()).prepend(1));
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
    WindowImages windows = new WindowImages(sliceAxis, padMode);
    int size = x.data().length / shape.get(0);
    int offset = 0;
    for (BatchPart part : parts) {
      for (Element element : part.elements()) {
        part.scan().image().keep(element.region().length(sliceAxis.position(2)));
        windows.copy(part.scan().image(), element, x.data(), offset);
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
    WindowMasks windows = new WindowMasks(classes, sliceAxis, padMode, form);
    int size = y.data().length / shape.get(0);
    int offset = 0;
    for (BatchPart part : parts) {
      classes.check(part.scan());
      for (Element element : part.elements()) {
        windows.expand(part.scan().masks(), element, y.data(), offset);
        offset += size;
      }
    }
    return y;
  }

  /** What becomes of the predictions of a scan. */
  final GatherPlan plan(ScanHeader scan) {
    // Where windows depend on what they are batched with, each is needed for the others.
    return GatherPlan.of(
        seenGrid(scan, Purpose.INFERENCE),
        isElementwise(scan) ? GatherPlan.Omission.OVERWRITTEN : GatherPlan.Omission.NONE,
        form,
        placement,
        sliceAxis,
        classes.count(),
        blending,
        sigma);
  }

  @Override
  public final Gatherer gatherer(ScanHeader scan, PredictionSink sink) {
    return rangeGatherer(scan, plan(scan).whole(), sink);
  }

  @Override
  public final List<ElementRange> ranges(ScanHeader scan, int parts) {
    return plan(scan).ranges(parts);
  }

  @Override
  public final RangeGatherer rangeGatherer(
      ScanHeader scan, ElementRange range, PredictionSink volumeSink) {
    preprocessing.checkInvertible();
    PredictionSink sink = sliceAxis.toVolume(volumeSink);
    GatherPlan plan = plan(scan);
    return new WindowGatherer(
        preprocessing,
        form,
        placement,
        classes.count(),
        range,
        new Coverage(plan.target(), sliceAxis),
        plan.assembly(range, sink),
        sink);
  }

  @Override
  public final void joinSeams(ScanHeader scan, Iterable<Seams> all, PredictionSink sink) {
    plan(scan).join(all, sliceAxis.toVolume(sink));
  }

  @Override
  public final MaskVolume coverage(ScanHeader scan) {
    return new Coverage(plan(scan).target(), sliceAxis).mask();
  }

  @Override
  public final long inferenceBytes(ScanHeader scan, int batchSize) {
    GatherPlan plan = plan(scan);
    return plan.heldBytes() + plan.batchBytes(batchSize, inputShape(scan));
  }

  @Override
  public void checkTruth(Scan scan, ScanHeader header) {
    classes.check(scan, header.maskChannels());
  }

  @Override
  public MaskVolume truth(ScanData scan) {
    return classes.truth(scan);
  }
}
