package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.model.Device;
import io.medseg.model.ModelRecipe;
import io.medseg.model.ModelSession;
import io.medseg.model.ModelSignature;
import io.medseg.model.SegmentationModel;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;

/**
 * A model of one class that needs no engine: probability 0.9 where the image is positive. Images
 * whose first voxel has one of the values below make it fail. Counts what is opened and closed in
 * this JVM, by the name of the model.
 *
 * @param name of its own for each test, since loaded models stay in the JVM
 */
record FakeModel(String name) implements ModelRecipe {
  static final float THROWS = -1;
  static final float REFUSES = -2;
  static final float GIVES_NAN = -3;
  static final float GIVES_TWO_CLASSES = -4;
  static final float RUNS_OUT_OF_MEMORY = -5;
  static final float DOES_NOT_LINK = -6;
  static final float OVERFLOWS_THE_STACK = -7;
  static final float WAITS_FOR_THE_END = -8;
  static final float WAITS = -9;

  /** A model of this name cannot be loaded. */
  static final String UNLOADABLE = "unloadable";

  private static final Map<String, Counts> COUNTS = new ConcurrentHashMap<>();

  /** How often models were loaded, sessions opened and closed. */
  static final class Counts {
    final AtomicInteger loaded = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    /** Scans of {@link FakeModel#WAITS} are predicted when this is counted down. */
    final CountDownLatch waited = new CountDownLatch(1);
  }

  /** The counts of this model. */
  Counts counts() {
    return COUNTS.computeIfAbsent(name, unused -> new Counts());
  }

  @Override
  public ModelSignature signature(Configuration hadoop) {
    return new ModelSignature(
        "serve", "image", List.of(-1L, 4L, 4L, 1L), "mask", List.of(-1L, 4L, 4L, 1L));
  }

  @Override
  public String fingerprint() {
    return name;
  }

  @Override
  public SegmentationModel load(Configuration hadoop, Device device) {
    if (name.equals(UNLOADABLE)) {
      throw new InputException("Cannot load model unloadable: it never could be");
    }
    counts().loaded.incrementAndGet();
    return new SegmentationModel() {
      @Override
      public ModelSignature signature() {
        return FakeModel.this.signature(hadoop);
      }

      @Override
      public ModelSession newSession() {
        counts().opened.incrementAndGet();
        return new Session(counts());
      }

      @Override
      public void close() {}
    };
  }

  private record Session(Counts counts) implements ModelSession {
    private static void awaitEnd() {
      try {
        while (!TaskContext.get().isInterrupted()) {
          Thread.sleep(5);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("the engine was stopped");
    }

    private static void await(CountDownLatch latch) {
      while (latch.getCount() > 0) {
        try {
          latch.await();
        } catch (InterruptedException e) {
          // As native code, which knows of no interruption.
        }
      }
    }

    @Override
    public Tensor predict(Tensor batch) {
      float first = batch.data()[0];
      if (first == THROWS) {
        throw new IllegalStateException("the engine broke\nin two lines");
      }
      if (first == REFUSES) {
        throw new InputException("Cannot run model fake: it does not like the batch");
      }
      if (first == RUNS_OUT_OF_MEMORY) {
        throw new OutOfMemoryError("Direct buffer memory");
      }
      if (first == OVERFLOWS_THE_STACK) {
        throw new StackOverflowError();
      }
      if (first == DOES_NOT_LINK) {
        throw new NoSuchMethodError("an engine of another version");
      }
      if (first == WAITS) {
        await(counts.waited);
      }
      if (first == WAITS_FOR_THE_END) {
        awaitEnd();
      }
      int[] lengths = batch.shape().toArray();
      lengths[lengths.length - 1] = first == GIVES_TWO_CLASSES ? 2 : 1;
      Tensor predictions = Tensor.zeros(Shape.of(lengths));
      for (int i = 0; i < batch.shape().elements(); i++) {
        predictions.data()[i] = batch.data()[i] > 0 ? 0.9f : 0.1f;
      }
      if (first == GIVES_NAN) {
        Arrays.fill(predictions.data(), Float.NaN);
      }
      return predictions;
    }

    @Override
    public void close() {
      counts.closed.incrementAndGet();
    }
  }
}
