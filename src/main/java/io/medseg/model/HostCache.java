package io.medseg.model;

import io.medseg.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders that every JVM of a host needs and one of them makes: unpacked native libraries, copied
 * models. A folder is written under a temporary name while a file lock is held and then renamed, so
 * that it is never seen half-written; what a killed JVM left behind is removed by the next one. The
 * root must be on a disk of the host, where file locks work. Safe for many threads and JVMs.
 */
public final class HostCache {
  /** System property with the root folder. */
  public static final String PROPERTY = "medseg.cache";

  /** Environment variable with the root folder, read where the property is not set. */
  public static final String VARIABLE = "MEDSEG_CACHE";

  /** A file lock belongs to the whole JVM; this one keeps its threads apart. */
  private static final Object THREADS = new Object();

  private final Path root;

  /** What a folder holds. */
  public interface Content {
    /** Whether an existing folder holds all of it; files may have been deleted since. */
    boolean isComplete(Path folder) throws IOException;

    /** Writes all of it into a new, empty folder. */
    void writeTo(Path folder) throws IOException;
  }

  /** A cache under this folder, which is made when it is needed. */
  public HostCache(Path root) {
    this.root = root.toAbsolutePath();
  }

  /**
   * The cache that the property {@code medseg.cache} or the variable {@code MEDSEG_CACHE} names,
   * else {@code ${java.io.tmpdir}/medseg-USER}.
   *
   * @throws InputException if the default folder belongs to another user: code is loaded from it
   */
  public static HostCache ofThisHost() {
    String given = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    if (given != null && !given.isBlank()) {
      return new HostCache(Path.of(given));
    }
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    Path shared = Path.of(System.getProperty("java.io.tmpdir"));
    return new HostCache(ownFolder(shared, "medseg-" + user));
  }

  /** The root folder. */
  public Path root() {
    return root;
  }

  /**
   * The folder of this name, made first where it is missing or incomplete.
   *
   * @param name made of letters, digits, dot, dash and underscore
   * @throws IOException what the content throws, or what the disk does
   */
  public Path folder(String name, Content content) throws IOException {
    Path folder = root.resolve(name);
    if (isComplete(folder, content)) {
      return folder;
    }
    synchronized (THREADS) {
      Files.createDirectories(root);
      try (FileChannel channel =
          FileChannel.open(
              root.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock(); // let go when the channel is closed, or by the kernel when we are killed
        if (!isComplete(folder, content)) {
          write(folder, content);
        }
      }
    }
    return folder;
  }

  private static boolean isComplete(Path folder, Content content) throws IOException {
    return Files.isDirectory(folder) && content.isComplete(folder);
  }

  private void write(Path folder, Content content) throws IOException {
    String prefix = "." + folder.getFileName() + "-";
    for (Path left : leftovers(prefix)) {
      deleteTree(left);
    }
    deleteTree(folder);
    Path temporary = root.resolve(prefix + ProcessHandle.current().pid());
    try {
      // Not createTempDirectory, which would keep every other user of a shared cache out.
      Files.createDirectory(temporary);
      content.writeTo(temporary);
      Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deleteTree(temporary);
    }
  }

  /** Nobody else can be writing under this prefix: the lock is held. */
  private List<Path> leftovers(String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(e -> e.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The name is easy to guess, so anybody could have put a library there before us. */
  private static Path ownFolder(Path shared, String name) {
    Path folder = shared.resolve(name);
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      // Asked of a file rather than of user.name, which containers do not always know.
      Path probe = Files.createTempFile(shared, "medseg-", ".owner");
      try {
        Object us = Files.getOwner(probe);
        Object owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        if (!us.equals(owner)) {
          throw new InputException(
              "Cannot use cache folder %s: it belongs to %s; set %s or %s to a folder of your own"
                  .formatted(folder, owner, PROPERTY, VARIABLE));
        }
      } finally {
        Files.delete(probe);
      }
      return folder;
    } catch (IOException e) {
      throw new InputException(
          "Cannot make cache folder %s: %s; set %s or %s to another folder"
              .formatted(folder, e, PROPERTY, VARIABLE),
          e);
    }
  }
}
