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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders that every JVM of a host needs and one of them makes: unpacked native libraries, copied
 * models. A folder is written under a temporary name while a file lock is held and then renamed, so
 * that it is never seen half-written; what a killed JVM left behind is removed by the next one. The
 * root must be on a disk of the host, where file locks work. Safe for many threads and JVMs.
 *
 * <p>Code is loaded from here, so nothing is given out that others than this process's user and
 * root could have written ({@link Trust}), or that is not what was written ({@link Checksums},
 * beside the folder as NAME.sha256): it is made anew.
 */
public final class HostCache {
  /** System property with the root folder. */
  public static final String PROPERTY = "medseg.cache";

  /** Environment variable with the root folder, read where the property is not set. */
  public static final String VARIABLE = "MEDSEG_CACHE";

  private static final Logger LOG = LoggerFactory.getLogger(HostCache.class);

  /** What helps where the root cannot be used: where to put another one. */
  public static final String ADVICE =
      "set %s or %s to a folder of your own on a disk of this host".formatted(PROPERTY, VARIABLE);

  /** Where every process may make a folder of its own. */
  private static final Path SHARED = Path.of("/tmp");

  private static final FileAttribute<?> OURS_ALONE = permissions("rwx------");
  private static final FileAttribute<?> READ_BY_OTHERS = permissions("rwxr-xr-x");

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
   * else one in the temporary folder. In a folder that all may write to, as /tmp is, it is the
   * folder {@code medseg-USER} there.
   *
   * @throws InputException if others could change what is in it
   */
  public static HostCache ofThisHost() {
    String given = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    if (given != null && !given.isBlank()) {
      return inside(Path.of(given), isShared(Path.of(given)));
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return inside(temporary, true);
    } catch (InputException e) {
      // A container of YARN has one of its own, below folders of YARN's user.
      if (temporary.equals(SHARED) || !isShared(SHARED)) {
        throw e;
      }
      return inside(SHARED, true);
    }
  }

  private static boolean isShared(Path folder) {
    try {
      return Files.isDirectory(folder) && Trust.isShared(folder);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static HostCache inside(Path folder, boolean isShared) {
    try {
      HostCache cache = new HostCache(isShared ? folder.resolve(ownName()) : folder);
      cache.prepare();
      return cache;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static String ownName() throws IOException {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "");
    // Containers do not always know a name.
    return "medseg-" + (user.isEmpty() ? Trust.ofThisProcess().user() : user);
  }

  /** Makes the root where it is missing, and looks at it. */
  private void prepare() throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root, READ_BY_OTHERS);
    }
    Optional<String> doubt = Trust.ofThisProcess().doubtOfWay(root);
    if (doubt.isPresent()) {
      throw new InputException(
          "Cannot use cache folder %s, from which libraries are loaded: %s; close it to others (chmod go-w), or %s"
              .formatted(root, doubt.get(), ADVICE));
    }
  }

  private static InputException unusable(Path folder, IOException reason) {
    return new InputException(
        "Cannot use cache folder %s: %s; %s".formatted(folder, reason, ADVICE), reason);
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
    prepare();
    Path folder = root.resolve(name);
    if (isComplete(folder, content)) {
      return folder;
    }
    synchronized (THREADS) {
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

  /** Whether it is there, whole, and as it was written by somebody who can be trusted. */
  private boolean isComplete(Path folder, Content content) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Optional<String> doubt = doubt(folder);
    if (doubt.isPresent()) {
      LOG.warn("{} in the cache is made anew: {}", folder, doubt.get());
      return false;
    }
    return content.isComplete(folder);
  }

  private Optional<String> doubt(Path folder) throws IOException {
    Path sums = sums(folder);
    if (!Files.isRegularFile(sums, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("there is no " + sums);
    }
    Trust trust = Trust.ofThisProcess();
    Optional<String> doubt = trust.doubt(sums);
    if (doubt.isEmpty()) {
      doubt = trust.doubtOfContent(folder);
    }
    if (doubt.isEmpty() && !Files.readString(sums).equals(Checksums.of(folder))) {
      doubt = Optional.of("its files are not those of " + sums);
    }
    return doubt;
  }

  private static Path sums(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".sha256");
  }

  private void write(Path folder, Content content) throws IOException {
    String prefix = "." + folder.getFileName() + "-";
    for (Path left : leftovers(prefix)) {
      deleteTree(left);
    }
    deleteTree(folder);
    Path temporary = root.resolve(prefix + ProcessHandle.current().pid());
    try {
      // Nobody else may come in before the files are closed to them, whatever the umask says.
      Files.createDirectory(temporary, OURS_ALONE);
      content.writeTo(temporary);
      closeToOthers(temporary);
      Checksums.write(temporary, sums(folder));
      Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deleteTree(temporary);
    }
  }

  /** All may read, so that a cache that root filled serves everybody; none but us may write. */
  private static void closeToOthers(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        boolean isFolder = Files.isDirectory(file);
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(isFolder ? "rwxr-xr-x" : "rw-r--r--"));
      }
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

  private static FileAttribute<?> permissions(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
