package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a library or the JVM says is told as what happened and what helps. */
class FailureWordsTest {
  @TempDir Path folder;

  /** As jhdf passes it on. */
  @Test
  void aFullDiskIsNamed() {
    org.apache.hadoop.fs.Path target =
        new org.apache.hadoop.fs.Path(folder.resolve("scan.h5").toUri());
    Hdf5Writer writer =
        new Hdf5Writer()
            .floats(
                "volume",
                Shape.of(2, 2, 2),
                (first, count, out) -> {
                  throw new IllegalStateException(
                      "Exception writing at position 45056",
                      new IOException("No space left on device"));
                });

    assertThatThrownBy(() -> writer.write(target, new Configuration(false)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot write HDF5 file "
                + target
                + ": No space left on device; make room there, or for a remote target in the"
                + " folder for temporary files (java.io.tmpdir)");
  }

  @Test
  void anOverflowOfTheStackIsNoClassName() {
    ByteSource endless =
        new ByteSource() {
          @Override
          public long size() {
            return 4096;
          }

          @Override
          public void read(long position, byte[] target, int offset, int length) {
            throw new StackOverflowError();
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> Hdf5File.open("scan.h5", endless))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot open HDF5 file scan.h5: it is not HDF5, or damaged (its structures lie in"
                + " each other deeper than the stack reaches; ")
        .hasMessageContaining("-Xss16m in spark.executor.extraJavaOptions");
  }
}
