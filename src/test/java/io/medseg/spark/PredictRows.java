package io.medseg.spark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

/** What {@link BinaryPredictor} does in a task: plain DJL, nothing of this project. */
record PredictRows(Settings settings) implements MapPartitionsFunction<Row, Row> {
  /** The params, as they are when it transforms. */
  record Settings(
      int column, String modelUrl, int batchSize, String batchifier, String encoding, String fault)
      implements Serializable {}

  /** What it does wrong with rows of the scan of ordinal 1, but for the first. */
  enum Fault {
    NONE,
    DROPS,
    REPEATS,
    GIVES_NULL,
    GIVES_GARBAGE,
    GIVES_ANOTHER_SHAPE,
    THROWS,
    THROWS_ALWAYS,
    GIVES_NOTHING_OF_IT
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws Exception {
    Model model = Model.newInstance("test", "TensorFlow");
    model.load(
        Path.of(URI.create(settings.modelUrl)),
        null,
        java.util.Map.of("Tags", new String[] {"serve"}));
    Predictor<byte[], byte[]> predictor = model.newPredictor(new BinaryTranslator(settings));
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskCompletionListener)
                context -> {
                  predictor.close();
                  model.close();
                });
    return new Predictions(rows, predictor, settings);
  }

  /** NDLists in and out, as DJL's NpBinaryTranslator. */
  private record BinaryTranslator(Settings settings) implements Translator<byte[], byte[]> {
    @Override
    public NDList processInput(TranslatorContext context, byte[] input) {
      return NDList.decode(context.getNDManager(), input);
    }

    @Override
    public byte[] processOutput(TranslatorContext context, NDList list) {
      return list.encode(
          settings.encoding.equals("npz") ? NDList.Encoding.NPZ : NDList.Encoding.ND_LIST);
    }

    @Override
    public Batchifier getBatchifier() {
      return settings.batchifier.equals("stack") ? Batchifier.STACK : null;
    }
  }

  private static final class Predictions implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Predictor<byte[], byte[]> predictor;
    private final Settings settings;
    private final Fault fault;
    private final Deque<Row> ready = new ArrayDeque<>();

    Predictions(Iterator<Row> rows, Predictor<byte[], byte[]> predictor, Settings settings) {
      this.rows = rows;
      this.predictor = predictor;
      this.settings = settings;
      this.fault = Fault.valueOf(settings.fault);
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && rows.hasNext()) {
        List<Row> group = new ArrayList<>();
        while (group.size() < settings.batchSize && rows.hasNext()) {
          group.add(rows.next());
        }
        List<byte[]> outputs = predict(group);
        for (int i = 0; i < group.size(); i++) {
          give(group.get(i), outputs.get(i));
        }
      }
      return !ready.isEmpty();
    }

    private List<byte[]> predict(List<Row> group) {
      try {
        List<byte[]> inputs =
            group.stream().map(row -> row.<byte[]>getAs(settings.column)).toList();
        if (settings.batchifier.equals("stack")) {
          return predictor.batchPredict(inputs);
        }
        List<byte[]> outputs = new ArrayList<>();
        for (byte[] input : inputs) {
          outputs.add(predictor.predict(input));
        }
        return outputs;
      } catch (ai.djl.translate.TranslateException e) {
        throw new IllegalStateException(e);
      }
    }

    private void give(Row row, byte[] output) {
      if (fault == Fault.THROWS_ALWAYS) {
        throw new IllegalStateException("the graph is no graph");
      }
      if (row.getInt(0) != 1 || fault == Fault.NONE) {
        ready.add(with(row, output));
      } else if (row.getInt(1) == 0) {
        if (fault != Fault.GIVES_NOTHING_OF_IT) {
          ready.add(with(row, output));
        }
      } else {
        wrong(row, output);
      }
    }

    private void wrong(Row row, byte[] output) {
      switch (fault) {
        case REPEATS -> {
          ready.add(with(row, output));
          ready.add(with(row, output));
        }
        case GIVES_NULL -> ready.add(with(row, null));
        case GIVES_GARBAGE -> ready.add(with(row, new byte[] {1, 2, 3, 4, 5}));
        case GIVES_ANOTHER_SHAPE -> ready.add(with(row, row.getAs(settings.column)));
        case THROWS -> throw new IllegalStateException("the graph does not like it");
        default -> {
          // Dropped.
        }
      }
    }

    private static Row with(Row row, byte[] output) {
      Object[] values = new Object[row.length() + 1];
      for (int i = 0; i < row.length(); i++) {
        values[i] = row.get(i);
      }
      values[row.length()] = output;
      return RowFactory.create(values);
    }

    @Override
    public Row next() {
      return ready.remove();
    }
  }
}
