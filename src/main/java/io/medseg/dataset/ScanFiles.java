package io.medseg.dataset;

import io.medseg.text.Sha256;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the files of a scan were when it was listed, in the order of {@link ScanSource#files};
 * compact, since a scan may have hundreds. A value that travels.
 */
public final class ScanFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of a scan whose listing does not tell. */
  public static final ScanFiles UNKNOWN = new ScanFiles(new long[0], new long[0]);

  private final long[] bytes;
  private final long[] modified;

  private ScanFiles(long[] bytes, long[] modified) {
    this.bytes = bytes;
    this.modified = modified;
  }

  /** The states of some files. */
  public static ScanFiles of(List<FileState> states) {
    return new ScanFiles(
        states.stream().mapToLong(FileState::bytes).toArray(),
        states.stream().mapToLong(FileState::modified).toArray());
  }

  /** Whether the listing tells. */
  public boolean areKnown() {
    return bytes.length > 0;
  }

  /** How many there are. */
  public int count() {
    return bytes.length;
  }

  /** Of one of them, from 0. */
  public FileState get(int file) {
    return new FileState(bytes[file], modified[file]);
  }

  /** All of them. */
  public List<FileState> states() {
    List<FileState> states = new ArrayList<>();
    for (int file = 0; file < count(); file++) {
      states.add(get(file));
    }
    return states;
  }

  /** The first ones of them; those of a scan without masks are the first of one with masks. */
  ScanFiles first(int count) {
    return count >= count()
        ? this
        : new ScanFiles(Arrays.copyOf(bytes, count), Arrays.copyOf(modified, count));
  }

  /** SHA-256 of all sizes and times; "unknown" where the listing does not tell. */
  public String digest() {
    return areKnown() ? Sha256.of(Arrays.toString(bytes) + Arrays.toString(modified)) : "unknown";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScanFiles files
        && Arrays.equals(bytes, files.bytes)
        && Arrays.equals(modified, files.modified);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + Arrays.hashCode(modified);
  }

  @Override
  public String toString() {
    return states().toString();
  }
}
