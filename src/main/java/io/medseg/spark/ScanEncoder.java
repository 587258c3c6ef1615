package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanReader;
import io.medseg.djl.NDListCodec;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.loader.BatchForm;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Element;
import io.medseg.loader.Purpose;
import io.medseg.model.ChannelMoves;
import io.medseg.model.ModelLayout;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * What one task has open, and how it makes rows of elements with pixels of a scan. One thread;
 * closed by the task.
 */
final class ScanEncoder implements AutoCloseable {
  private final DataLoader loader;
  private final int batchSize;
  private final ModelLayout layout;
  private final ElementForm form;
  private final ScanReader reader;
  private final ScanReader pieces;
  private final NDListCodec codec = new NDListCodec();
  private final ChannelMoves moves = new ChannelMoves();

  ScanEncoder(EvaluationRecipe recipe, ElementForm form, Configuration hadoop) {
    this.loader = recipe.loader().open();
    this.batchSize = recipe.experiment().testBatchSize();
    this.layout = recipe.layout();
    this.form = form;
    this.reader = new Hdf5ScanReader(hadoop);
    this.pieces = Hdf5ScanReader.ofPieces(hadoop);
  }

  /** The elements of a scan or a share of it; what is wrong with the scan becomes a row, too. */
  Iterator<Row> rows(ScanShare share) {
    return new ShareRows(share);
  }

  /** An element of zeros. */
  byte[] zeros(ScanHeader scan) {
    Shape element = layout.element(loader.inputShape(scan));
    return codec.encode(form.shape(1, element), new float[Math.toIntExact(element.elements())], 0);
  }

  @Override
  public void close() {
    try (pieces) {
      reader.close();
    }
  }

  /** Reads the scan when its first row is asked for, and cuts a batch when the last one is used. */
  private final class ShareRows implements Iterator<Row> {
    private final ScanShare share;
    private final Deque<Row> ready = new ArrayDeque<>();
    private List<Element> elements = List.of();
    private ScanData data;
    private long readNanos;
    private int next;
    private Stage stage = Stage.READ;

    ShareRows(ScanShare share) {
      this.share = share;
      this.next = share.range().from();
    }

    @Override
    public boolean hasNext() {
      if (ready.isEmpty() && next < share.range().to()) {
        try {
          fill();
        } catch (Exception | Error e) {
          fail(e);
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void fill() {
      if (data == null) {
        read();
      }
      stage = Stage.SCATTER;
      long start = System.nanoTime();
      int to = Math.min(next + batchSize, share.range().to());
      Tensor batch = loader.batch(data, elements.subList(next, to), BatchForm.PREDICTION).x();
      encode(layout == ModelLayout.NHWC ? batch : moves.first(batch), to, start);
      next = to;
    }

    /** The first share looks at the truth: a scan that cannot be scored would only cost time. */
    private void read() {
      long start = System.nanoTime();
      Scan scan = share.scan().scan();
      boolean isFirst = share.range().from() == 0;
      data =
          share.shares() == 1
              ? reader.read(scan)
              : pieces.read(isFirst ? scan : scan.withoutMasks());
      share.scan().header().check(data);
      if (isFirst) {
        stage = Stage.SCORE;
        loader.truth(data);
      }
      elements = loader.scatter(share.scan().header(), Purpose.INFERENCE);
      readNanos = System.nanoTime() - start;
    }

    private void encode(Tensor batch, int to, long start) {
      int perRow = form.perRow(to - next);
      int[] lengths = batch.shape().toArray();
      Shape element = Shape.of(java.util.Arrays.copyOfRange(lengths, 1, lengths.length));
      int size = Math.toIntExact(element.elements());
      long from = start;
      for (int index = next; index < to; index += perRow) {
        byte[] pixels =
            codec.encode(form.shape(perRow, element), batch.data(), (index - next) * size);
        long now = System.nanoTime();
        ScanTimes nanos = new ScanTimes(readNanos, now - from, 0, 0);
        int odd = batch.notFinite(index - next, perRow);
        ready.add(ElementRows.of(key(index), perRow, odd, nanos, pixels));
        readNanos = 0;
        from = now;
      }
    }

    private void fail(Throwable problem) {
      ready.clear();
      ready.add(
          ElementRows.failed(
              key(next),
              ((ScanOutcome.Failed) Failures.outcome(share.scan().scan(), stage, problem))
                  .failure(),
              zeros(share.scan().header())));
      next = share.range().to();
    }

    private ElementKey key(int index) {
      return new ElementKey(share.ordinal(), index);
    }
  }
}
