package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import io.medseg.hdf5.Hdf5Writer;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that counts, class frequencies, moments and percentiles in the index are those that numpy
 * computes of what TensorFlow and pandas read ({@code tools/check_shards.py}), and that Spark reads
 * Parquet.
 */
class PreprocessStatisticsIT {
  @TempDir Path folder;

  private String written(String name, String... more) {
    List<String> options = new ArrayList<>(List.of("SEED", "3", "INCLUDE_BACKGROUND", "True"));
    options.addAll(0, Arrays.asList(more));
    JobRunner.local()
        .run(Phantoms.in(folder).preprocess(name, options.toArray(String[]::new)))
        .fine();
    return folder.resolve(name).toString();
  }

  /** Far from 0, of both signs, and of the sizes that doubles have. */
  private void odd(Phantoms phantoms, int scan) {
    Random random = new Random(scan);
    Shape shape = Shape.of(64, 64, 8);
    float[] image = new float[(int) shape.elements()];
    byte[] masks = new byte[4 * image.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = scan == 3 ? 1e6f + random.nextInt(3) : (float) (1e3 * random.nextGaussian());
      masks[4 * i + random.nextInt(4)] = (byte) random.nextInt(2);
    }
    phantoms.hdf5(
        "volumes/" + Phantoms.id(scan) + ".h5",
        new Hdf5Writer().floats("volume", shape, image).bytes("seg", shape.append(4), masks));
  }

  @Test
  void areThoseOfNumpy() throws IOException {
    PythonProgram.assume("h5py, numpy, tensorflow, pandas, pyarrow");
    Phantoms phantoms = Phantoms.in(folder).volumes(1, 2);
    odd(phantoms, 3);
    odd(phantoms, 4);
    List<String> command =
        new ArrayList<>(
            List.of(
                JobRunner.home().resolve("tools/check_shards.py").toString(),
                "statistics",
                written("elements", "--epochs=3", "--shard-size=150k"),
                written("split", "--split=0.5,0.25,0.25", "--epochs=2", "CATEGORIES", "(0, 3)"),
                written("gzip", "--compression=gzip", "--shard-size=150k"),
                written("batches", "--records=batches", "--shard-size=300k"),
                written("testing", "--form=testing", "--records=batches", "--order=shuffled"),
                written("parquet", "--format=parquet", "--shard-size=300k", "--epochs=2"),
                written("packed", "--format=parquet", "--records=batches", "--compression=gzip"),
                written("channels", "TAG", "S25dDataLoader", "IMG_SIZE", "(64, 64, 3)"),
                written("floats", "--labels=float32", "--shard-size=150k")));

    TestProcess.Result check = PythonProgram.run(command.toArray(String[]::new));

    assertThat(check.code()).as(check.output()).isZero();
    assertThat(check.output())
        .contains("elements/all: 32 elements, 1 channels, 4 classes, 3 epochs")
        .contains("split/train: 16 elements, 1 channels, 3 classes, 2 epochs")
        .contains("channels/all: 32 elements, 3 channels")
        .contains("floats/all: 32 elements, 1 channels, 0 classes");
    assertSparkReads("parquet", 32);
  }

  private void assertSparkReads(String output, int records) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      Dataset<Row> table =
          spark.read().parquet(folder.resolve(output).resolve("all").toString() + "/*.parquet");
      assertThat(table.columns()).containsExactly("scan", "index", "x", "x_shape", "y", "y_shape");
      List<Row> rows = table.collectAsList();
      assertThat(rows).hasSize(records);
      Row row = rows.get(0);
      assertThat(row.getList(3)).isEqualTo(List.of(64, 64, 1));
      assertThat(row.getList(2)).hasSize(64 * 64);
      assertThat((byte[]) row.get(4)).hasSize(64 * 64 * 4);
    }
  }
}
