package io.medseg.loader;

import io.medseg.hdf5.Hdf5Dataset;
import io.medseg.hdf5.Hdf5File;
import io.medseg.volume.Tensor;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** The recorded arrays of a variant. */
public final class GoldenArrays implements AutoCloseable {
  private final Hdf5File file;

  /** Opens a file of arrays; the caller closes it. */
  public GoldenArrays(Path path) {
    file = Hdf5File.open(new org.apache.hadoop.fs.Path(path.toString()), new Configuration(false));
  }

  /** Whether there is an array of this name. */
  public boolean has(String name) {
    return file.exists(name);
  }

  /** An array, read anew. */
  public Tensor get(String name) {
    Hdf5Dataset dataset = file.dataset(name);
    return new Tensor(dataset.shape(), dataset.readFloats());
  }

  @Override
  public void close() {
    file.close();
  }
}
