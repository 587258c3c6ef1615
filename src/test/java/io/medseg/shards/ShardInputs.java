package io.medseg.shards;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The inputs in a TFRecord file, for tests of whole runs. */
public final class ShardInputs {
  private ShardInputs() {}

  /**
   * The input of each record, in order.
   *
   * @throws IOException if the file is damaged or not whole
   */
  public static List<float[]> of(Path file) throws IOException {
    List<float[]> inputs = new ArrayList<>();
    try (InputStream in = open(file)) {
      TfRecordSource source = new TfRecordSource(in);
      for (FloatBytes x = source.next(); x != null; x = source.next()) {
        float[] values = new float[x.count()];
        for (int i = 0; i < values.length; i++) {
          values[i] = x.get(i);
        }
        inputs.add(values);
      }
    }
    return inputs;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
