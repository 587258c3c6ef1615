package io.medseg.model;

import io.medseg.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * Where a SavedModel lies, on any Hadoop file system, and where it is on this host. Engines read
 * models from a local directory only: a {@code file:} model is used where it is, any other is
 * copied once per host into the {@link HostCache}, in a folder named by its fingerprint.
 *
 * @param uri any path that Hadoop reads
 */
public record ModelLocation(String uri) {
  /** Digits of the fingerprint in the folder's name; all of them are compared. */
  private static final int DIGITS = 16;

  /**
   * The location with scheme, authority and absolute path: what a path means on the driver, it then
   * means on every executor.
   */
  public ModelLocation qualified(Configuration hadoop) {
    return new ModelLocation(ModelFiles.list(uri, hadoop).directory().toString());
  }

  /** {@link ModelFingerprint} of the files there. */
  public String fingerprint(Configuration hadoop) {
    return ModelFingerprint.of(uri, hadoop);
  }

  /**
   * The bytes of its saved_model.pb; the caller closes them.
   *
   * @throws InputException if there is none
   */
  public InputStream openGraph(Configuration hadoop) throws IOException {
    return ModelFiles.list(uri, hadoop).openGraph();
  }

  /** Whether it has a file of this relative name, as in "variables/variables.index". */
  public boolean holds(String name, Configuration hadoop) {
    ModelFiles files = ModelFiles.list(uri, hadoop);
    return files.found().stream().anyMatch(file -> files.relativeName(file).equals(name));
  }

  /**
   * The directory on this host that holds the model.
   *
   * @param fingerprint what the files must have
   * @throws InputException if there is no model, it cannot be copied, or its files are not those of
   *     the fingerprint, as when somebody wrote a new model there or another host has another file
   */
  public Path onThisHost(String fingerprint, Configuration hadoop) {
    return onThisHost(fingerprint, hadoop, HostCache.ofThisHost());
  }

  Path onThisHost(String fingerprint, Configuration hadoop, HostCache cache) {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
    if (isLocal(path, hadoop)) {
      ModelFiles files = ModelFiles.list(uri, hadoop);
      requireSame(fingerprint, ModelFingerprint.of(uri, files));
      return Path.of(files.directory().toUri().getPath());
    }
    String name = "model-" + fingerprint.substring(0, Math.min(DIGITS, fingerprint.length()));
    try {
      return cache.folder(name, new Copy(fingerprint, hadoop));
    } catch (IOException e) {
      throw new InputException(
          "Cannot copy model %s to %s: %s; if it is the disk, %s"
              .formatted(uri, cache.root(), e, HostCache.ADVICE),
          e);
    }
  }

  private boolean isLocal(org.apache.hadoop.fs.Path path, Configuration hadoop) {
    try {
      return "file".equals(path.getFileSystem(hadoop).getUri().getScheme());
    } catch (IOException e) {
      throw new InputException("Cannot load model %s: %s".formatted(uri, e.getMessage()), e);
    }
  }

  private void requireSame(String expected, String found) {
    if (!expected.equals(found)) {
      throw new InputException(
          "Cannot load model %s: its files have the fingerprint %s but the job was started with %s"
              .formatted(uri, found, expected));
    }
  }

  /** The files as a folder of the cache. */
  private final class Copy implements HostCache.Content {
    private final String fingerprint;
    private final Configuration hadoop;

    private Copy(String fingerprint, Configuration hadoop) {
      this.fingerprint = fingerprint;
      this.hadoop = hadoop;
    }

    @Override
    public boolean isComplete(Path folder) {
      try {
        return fingerprint.equals(ModelFingerprint.of(folder.toUri().toString(), hadoop));
      } catch (InputException e) {
        return false;
      }
    }

    @Override
    public void writeTo(Path folder) throws IOException {
      ModelFiles files = ModelFiles.list(uri, hadoop);
      for (FileStatus file : files.found()) {
        Path copy = folder.resolve(files.relativeName(file));
        Files.createDirectories(copy.getParent());
        try (InputStream in = files.open(file)) {
          Files.copy(in, copy);
        }
      }
      requireSame(fingerprint, ModelFingerprint.of(folder.toUri().toString(), hadoop));
    }
  }
}
