package io.medseg.hdf5;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * What tools/read_hdf5.py says of a dataset: its values by their digest, or why h5py refuses it.
 *
 * @param names in the root group, null if h5py cannot list it
 * @param shape of the dataset, null if it is refused
 * @param sha256 of the elements, null if it is refused or too large to be read
 * @param refused h5py's words, null if it reads the dataset
 */
record H5pyReading(List<String> names, long[] shape, String sha256, String refused) {
  /** Larger datasets are described by their shapes alone. */
  private static final long MOST_ELEMENTS = 1 << 22;

  /** The lines of a file of JSON, each of which becomes an object. */
  static <T> List<T> lines(Path file, Class<T> type) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<T> objects = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      objects.add(mapper.readValue(line, type));
    }
    return objects;
  }

  /** The same of a dataset as it is read here. */
  static H5pyReading of(Hdf5File file, String dataset) {
    Hdf5Dataset found = file.dataset(dataset);
    long[] shape = Arrays.stream(found.shape().toArray()).asLongStream().toArray();
    boolean isLarge = found.shape().elements() > MOST_ELEMENTS;
    return new H5pyReading(null, shape, isLarge ? null : digest(found.readFloats()), null);
  }

  /** Whether both have the same shape and the same elements, or both are too large. */
  boolean equalsValues(H5pyReading other) {
    return Arrays.equals(shape, other.shape) && Objects.equals(sha256, other.sha256);
  }

  @Override
  public String toString() {
    return refused == null ? Arrays.toString(shape) + " " + sha256 : refused;
  }

  private static String digest(float[] floats) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * floats.length);
    for (float value : floats) {
      bytes.putInt(Float.floatToIntBits(value));
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
