package io.medseg.loader;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A loader from outside the project, held to what {@link DataLoader} asks of it: what it gets wrong
 * fails a scan in words that name its class, instead of giving wrong numbers.
 */
record CheckedLoader(DataLoader loader) implements DataLoader {

  private InputException wrong(String what, Object... values) {
    return new InputException(
        "Cannot use data loader %s: %s"
            .formatted(loader.getClass().getName(), what.formatted(values)));
  }

  @Override
  public List<Element> scatter(ScanHeader scan, Purpose purpose) {
    List<Element> elements = loader.scatter(scan, purpose);
    if (elements == null) {
      throw wrong("scatter gave no list for a scan of %s", scan.image());
    }
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      if (element == null || element.index() != i) {
        throw wrong(
            "element %d of a scan of %s has index %s; elements are numbered from 0",
            i, scan.image(), element == null ? "null" : element.index());
      }
    }
    return elements;
  }

  @Override
  public void checkTruth(Scan scan, ScanHeader header) {
    loader.checkTruth(scan, header);
  }

  @Override
  public Shape inputShape(ScanHeader scan) {
    return loader.inputShape(scan);
  }

  @Override
  public int outputClasses() {
    return loader.outputClasses();
  }

  @Override
  public Batch batch(ScanData scan, List<Element> elements, BatchForm form) {
    Batch batch = checked(loader.batch(scan, elements, form), elements.size());
    checkElements(batch, scan, form);
    return batch;
  }

  @Override
  public Batch batch(List<BatchPart> parts, BatchForm form) {
    int count = parts.stream().mapToInt(part -> part.elements().size()).sum();
    Batch batch = checked(loader.batch(parts, form), count);
    parts.forEach(part -> checkElements(batch, part.scan(), form));
    return batch;
  }

  private Batch checked(Batch batch, int count) {
    if (batch == null || batch.x() == null) {
      throw wrong("batch gave no x for %d elements", count);
    }
    if (batch.x().shape().get(0) != count) {
      throw wrong("x of %d elements is %s", count, batch.x().shape());
    }
    if (batch.y() != null && batch.y().shape().get(0) != count) {
      throw wrong("y of %d elements is %s", count, batch.y().shape());
    }
    return batch;
  }

  private void checkElements(Batch batch, ScanData scan, BatchForm form) {
    Shape x = batch.x().shape();
    Shape input = loader.inputShape(scan.header());
    if (!Shape.of(Arrays.copyOfRange(x.toArray(), 1, x.rank())).equals(input)) {
      throw wrong("x of %d elements is %s; inputShape says %s of one", x.get(0), x, input);
    }
    if (form != BatchForm.PREDICTION && scan.masks() != null && loader.hasTruth()) {
      checkMasks(batch.y(), x.get(0));
    }
  }

  private void checkMasks(Tensor y, int count) {
    if (y == null) {
      throw wrong("batch gave no y for %d elements of a scan with masks", count);
    }
    if (y.shape().get(-1) != loader.outputClasses()) {
      throw wrong(
          "y of %d elements is %s; classes come last, and outputClasses says %d",
          count, y.shape(), loader.outputClasses());
    }
  }

  @Override
  public void checkElementwise(ScanHeader scan) {
    loader.checkElementwise(scan);
  }

  @Override
  public boolean isElementwise(ScanHeader scan) {
    return loader.isElementwise(scan);
  }

  @Override
  public Gatherer gatherer(ScanHeader scan, PredictionSink sink) {
    CheckedSink checked = sink(scan, sink);
    Gatherer gatherer = loader.gatherer(scan, checked);
    return new Gatherer() {
      @Override
      public void add(List<Element> elements, Tensor predictions) {
        gatherer.add(elements, predictions);
      }

      @Override
      public MaskVolume finish() {
        return covered(scan, gatherer.finish(), checked.voxels());
      }
    };
  }

  private CheckedSink sink(ScanHeader scan, PredictionSink sink) {
    return new CheckedSink(loader.getClass().getName(), scan.image(), outputClasses(), sink);
  }

  private MaskVolume covered(ScanHeader scan, MaskVolume covered, long voxels) {
    long all = scan.image().elements();
    if (voxels > all || covered == null && voxels < all) {
      throw wrong(
          "its gatherer handed on %d voxels of a scan of %s, which has %d; each comes once",
          voxels, scan.image(), all);
    }
    if (covered != null && !covered.shape().equals(scan.image())) {
      throw wrong(
          "its gatherer says of %s which voxels were predicted; the scan is %s",
          covered.shape(), scan.image());
    }
    return covered;
  }

  @Override
  public void checkTruth() {
    loader.checkTruth();
  }

  @Override
  public boolean hasTruth() {
    return loader.hasTruth();
  }

  @Override
  public void check(Scan scan) {
    loader.check(scan);
  }

  @Override
  public List<ElementRange> ranges(ScanHeader scan, int parts) {
    return loader.ranges(scan, parts);
  }

  @Override
  public RangeGatherer rangeGatherer(ScanHeader scan, ElementRange range, PredictionSink sink) {
    return loader.rangeGatherer(scan, range, sink(scan, sink));
  }

  @Override
  public void joinSeams(ScanHeader scan, Iterable<Seams> all, PredictionSink sink) {
    loader.joinSeams(scan, all, sink(scan, sink));
  }

  @Override
  public MaskVolume coverage(ScanHeader scan) {
    return loader.coverage(scan);
  }

  @Override
  public long inferenceBytes(ScanHeader scan, int batchSize) {
    return loader.inferenceBytes(scan, batchSize);
  }

  @Override
  public MaskVolume truth(ScanData scan) {
    MaskVolume truth = loader.truth(scan);
    if (truth == null || !truth.shape().equals(scan.image().shape())) {
      throw wrong(
          "truth is %s; the image is %s",
          truth == null ? "null" : truth.shape(), scan.image().shape());
    }
    return truth;
  }
}
