package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves, in JVMs with little heap, that tasks which read files of one large chunk wait for each
 * other's memory: all are read where one can be, and all are refused where none can be.
 */
class ReadingMemoryIT {
  private static final Shape SHAPE = Shape.of(256, 256, 160);
  private static final long CHUNK = 4L * 256 * 256 * 160;
  private static final int COPIES = 8;

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws Exception {
    PythonTool.assumeH5py();
    PythonTool.run(
        "-c",
        """
        import h5py, numpy as np, sys
        v = np.zeros((256, 256, 160), 'f4'); v[::7] = 2; v[:, :, 9] = 5
        for name, more in (('packed', dict(compression='gzip', compression_opts=1, shuffle=True)), ('plain', {})):
            with h5py.File(sys.argv[1] + '/' + name + '.h5', 'w') as f:
                f.create_dataset('volume', data=v, chunks=v.shape, **more)
        with h5py.File(sys.argv[1] + '/unwritten.h5', 'w') as f:
            f.create_dataset('volume', v.shape, 'f4', chunks=v.shape, fillvalue=3, compression='gzip')
        """,
        folder.toString());
  }

  private static Scan scan(String folder, String name) {
    return new Scan(
        name,
        null,
        new ScanSource.VolumeFile(folder + "/" + name + ".h5", null, null, null),
        1,
        Map.of());
  }

  /** Reads a file as often as wanted at a time, by slabs, and prints what came of it. */
  static final class Readers {
    private Readers() {}

    /** Folder, name of the file, number of copies. */
    public static void main(String[] arguments) throws Exception {
      Configuration hadoop = new Configuration(false);
      hadoop.set(Hdf5ScanReader.WHOLE_MAX_BYTES, "4m");
      Callable<String> task = () -> read(hadoop, scan(arguments[0], arguments[1]));
      ExecutorService pool = Executors.newFixedThreadPool(COPIES);
      for (var read : pool.invokeAll(Collections.nCopies(COPIES, task))) {
        System.out.println(read.get());
      }
      pool.shutdown();
    }

    private static String read(Configuration hadoop, Scan scan) {
      try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
        ScanData data = reader.read(scan);
        double sum = 0;
        for (int d : new int[] {9, 159}) {
          for (float value : data.image().plane(d)) {
            sum += value;
          }
        }
        return "sum " + sum;
      } catch (RuntimeException | OutOfMemoryError e) {
        return e.getMessage();
      }
    }
  }

  private static List<String> run(String heap, String name) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseG1GC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Readers.class.getName(), folder.toString(), name));
    Path out = Files.createTempFile(folder, "readers-", ".out");
    ProcessBuilder readers =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(out.toFile());
    try (TestProcess process = TestProcess.start(readers)) {
      assertThat(process.await(() -> "what is in " + out)).as(Files.readString(out)).isZero();
    }
    return Files.readAllLines(out);
  }

  @Test
  void allCopiesAreReadWhereOneFits() throws Exception {
    // Planes 9 and 159: 65,536 voxels of 5; 37 rows of 256 voxels of 2.
    String sum = "sum " + (256 * 256 * 5.0 + 37 * 256 * 2.0);
    assertThat(run("200m", "packed")).hasSize(COPIES).containsOnly(sum);
    assertThat(run("200m", "plain")).hasSize(COPIES).containsOnly(sum);
    assertThat(run("260m", "unwritten")).hasSize(COPIES).containsOnly("sum 393216.0");
  }

  /** Two chunks and a slab are more than three quarters of 110 MiB, every time. */
  @Test
  void allCopiesAreRefusedWhereNoneFits() throws Exception {
    List<String> out = run("110m", "packed");
    assertThat(out).hasSize(COPIES);
    assertThat(out.get(0))
        .startsWith("Cannot read scan packed: reading it takes 86.3 MB of heap (2.1 MB of voxels, ")
        .contains("84.2 MB to unpack chunks of volume), but 86.0 MB of the ")
        .contains("--executor-memory");
    assertThat(out).containsOnly(out.get(0));
  }

  /** What --plan shows. */
  @Test
  void theLargestChunkIsKnownBeforeItIsRead() {
    try (Hdf5ScanReader reader = new Hdf5ScanReader(new Configuration(false))) {
      for (Map.Entry<String, Integer> file :
          Map.of("packed", 2, "plain", 1, "unwritten", 3).entrySet()) {
        ScanHeader header = reader.header(scan(folder.toString(), file.getKey()));
        assertThat(header.image()).isEqualTo(SHAPE);
        assertThat(reader.bufferBytes())
            .as(file.getKey())
            .isBetween(file.getValue() * CHUNK, file.getValue() * CHUNK + (2 << 20));
      }
    }
  }
}
