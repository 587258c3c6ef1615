package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medseg.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostCacheTest {
  private static final int STRANGER = 12345;

  private final AtomicInteger writes = new AtomicInteger();

  @TempDir Path root;

  /** Two files; complete when both are there. */
  private class TwoFiles implements HostCache.Content {
    @Override
    public boolean isComplete(Path folder) {
      return Files.exists(folder.resolve("a")) && Files.exists(folder.resolve("sub/b"));
    }

    @Override
    public void writeTo(Path folder) throws IOException {
      writes.incrementAndGet();
      ModelFixture.write(folder.resolve("a"), "first");
      ModelFixture.write(folder.resolve("sub/b"), "second");
    }
  }

  @Test
  void writesOnceAndFindsItAgain() throws Exception {
    HostCache cache = new HostCache(root.resolve("new/root"));

    Path folder = cache.folder("two", new TwoFiles());

    assertThat(folder).isEqualTo(root.resolve("new/root/two"));
    assertThat(folder.resolve("a")).hasContent("first");
    assertThat(cache.folder("two", new TwoFiles())).isEqualTo(folder);
    assertThat(writes).hasValue(1);
    assertThat(names(cache.root())).containsExactly("two", "two.lock", "two.sha256");
  }

  @Test
  void oneOfManyThreadsWrites() throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    Callable<Path> task =
        () -> {
          start.await();
          return new HostCache(root).folder("two", new TwoFiles());
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<Path> folder : pool.invokeAll(List.of(task, task, task, task))) {
        assertThat(folder.get().resolve("sub/b")).hasContent("second");
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(writes).hasValue(1);
  }

  @Test
  void removesWhatAKilledJvmLeft() throws Exception {
    ModelFixture.write(root.resolve(".two-4711/sub/b"), "hal");
    ModelFixture.write(root.resolve(".other-4711/b"), "in work");
    ModelFixture.write(root.resolve("two.lock"), "");

    new HostCache(root).folder("two", new TwoFiles());

    assertThat(names(root)).containsExactly(".other-4711", "two", "two.lock", "two.sha256");
  }

  @Test
  void writesAnewWhenFilesWereDeleted() throws Exception {
    ModelFixture.write(root.resolve("two/a"), "old");

    Path folder = new HostCache(root).folder("two", new TwoFiles());

    assertThat(folder.resolve("a")).hasContent("first");
    assertThat(folder.resolve("sub/b")).hasContent("second");
  }

  @Test
  void aFailureLeavesNothingAndIsNotKept() throws Exception {
    HostCache cache = new HostCache(root);
    TwoFiles full =
        new TwoFiles() {
          @Override
          public void writeTo(Path folder) throws IOException {
            ModelFixture.write(folder.resolve("a"), "fir");
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> cache.folder("two", full)).hasMessage("No space left on device");

    assertThat(names(root)).containsExactly("two.lock");
    assertThat(cache.folder("two", new TwoFiles()).resolve("a")).hasContent("first");
  }

  @Test
  void theDefaultIsAFolderOfTheUserThatNobodyElseCanWrite() throws Exception {
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", root.toString());
    try {
      Path folder = HostCache.ofThisHost().root();
      assertThat(folder.getParent()).isEqualTo(root);
      assertThat(folder.getFileName().toString()).startsWith("medseg-");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwxr-xr-x");
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  @Test
  void thePropertyNamesTheRoot() {
    System.setProperty(HostCache.PROPERTY, root.resolve("given").toString());
    try {
      assertThat(HostCache.ofThisHost().root()).isEqualTo(root.resolve("given"));
    } finally {
      System.clearProperty(HostCache.PROPERTY);
    }
  }

  /** Everything that makes a folder of the cache one that is not loaded from. */
  static Stream<Arguments> spoilt() {
    return Stream.of(
        spoilt("a bit", cache -> Files.writeString(cache.resolve("two/a"), "fisrt")),
        spoilt("a file more", cache -> Files.writeString(cache.resolve("two/c"), "")),
        spoilt("no sums", cache -> Files.delete(cache.resolve("two.sha256"))),
        spoilt("a file open to all", cache -> mode(cache.resolve("two/a"), "rw-rw-rw-")),
        spoilt("a folder open to all", cache -> mode(cache.resolve("two/sub"), "rwxrwxrwx")),
        spoilt("sums open to all", cache -> mode(cache.resolve("two.sha256"), "rw-r--rw-")),
        spoilt("a linked file", cache -> link(cache.resolve("two/a"))),
        spoilt("a linked folder", cache -> link(cache.resolve("two"))),
        spoilt("sums that are linked", cache -> link(cache.resolve("two.sha256"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spoilt")
  void whatIsNotAsItWasWrittenIsWrittenAnew(String what, Damage damage) throws Exception {
    HostCache cache = new HostCache(root);
    cache.folder("two", new TwoFiles());
    damage.to(root);

    Path folder = cache.folder("two", new TwoFiles());

    assertThat(writes).hasValue(2);
    assertThat(folder.resolve("a")).hasContent("first");
    assertThat(Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(folder.resolve("c")).doesNotExist();
    cache.folder("two", new TwoFiles());
    assertThat(writes).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "two/a", "two/sub", "two/sub/b", "two.sha256"})
  void whatBelongsToAnotherUserIsWrittenAnew(String name) throws Exception {
    HostCache cache = new HostCache(root);
    cache.folder("two", new TwoFiles());
    giveAway(root.resolve(name));

    cache.folder("two", new TwoFiles());

    assertThat(writes).hasValue(2);
    assertThat(Files.getAttribute(root.resolve(name), "unix:uid")).isNotEqualTo(STRANGER);
  }

  @Test
  void aRootOrAFolderAboveItThatOthersCanChangeIsRefused() throws Exception {
    Path cache = Files.createDirectories(root.resolve("above/cache"));

    for (Path open : List.of(cache, cache.getParent())) {
      mode(open, "rwxrwxrwx");
      assertThatThrownBy(() -> new HostCache(cache).folder("two", new TwoFiles()))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot use cache folder %s, from which libraries are loaded: others may write to %s (mode 0777); close it to others (chmod go-w), or set medseg.cache or MEDSEG_CACHE to a folder of your own on a disk of this host",
              cache, open);
      mode(open, "rwxr-xr-x");
    }
    assertThat(writes).hasValue(0);
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void aRootOrAFolderAboveItOfAnotherUserIsRefused() throws Exception {
    Path cache = Files.createDirectories(root.resolve("above/cache"));
    giveAway(cache.getParent());

    assertThatThrownBy(() -> new HostCache(cache).folder("two", new TwoFiles()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("%s belongs to user %d", cache.getParent(), STRANGER);

    Files.setAttribute(cache.getParent(), "unix:uid", 0);
    giveAway(cache);
    assertThatThrownBy(() -> new HostCache(cache).folder("two", new TwoFiles()))
        .hasMessageContaining("%s belongs to user %d", cache, STRANGER);
  }

  /** A link that another user can turn leads wherever that user likes. */
  @Test
  void aLinkOfAnotherUserOnTheWayIsRefused() throws Exception {
    Path cache = Files.createDirectories(root.resolve("cache"));
    Path link = Files.createSymbolicLink(root.resolve("link"), cache);
    new HostCache(link).folder("two", new TwoFiles());
    giveAway(link);

    assertThatThrownBy(() -> new HostCache(link).folder("two", new TwoFiles()))
        .hasMessageContaining("%s belongs to user %d", link, STRANGER);
  }

  @Test
  void inAFolderForEverybodyTheCacheIsAFolderOfTheUser() throws Exception {
    Path shared = Files.createDirectory(root.resolve("shared"));
    Files.setAttribute(shared, "unix:mode", 01777);
    ModelFixture.write(shared.resolve("two/a"), "FIRST");
    System.setProperty(HostCache.PROPERTY, shared.toString());
    try {
      HostCache cache = HostCache.ofThisHost();

      assertThat(cache.root().getParent()).isEqualTo(shared);
      assertThat(cache.root().getFileName().toString()).startsWith("medseg-");
      assertThat(cache.folder("two", new TwoFiles()).resolve("a")).hasContent("first");
    } finally {
      System.clearProperty(HostCache.PROPERTY);
    }
  }

  private interface Damage {
    void to(Path cache) throws IOException;
  }

  private static Arguments spoilt(String what, Damage damage) {
    return Arguments.of(what, damage);
  }

  private static void mode(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /** The same file or folder elsewhere, and a link to it in its place. */
  private static void link(Path file) throws IOException {
    Path moved = file.resolveSibling(".moved");
    Files.move(file, moved);
    Files.createSymbolicLink(file, moved);
  }

  private static void giveAway(Path file) throws IOException {
    assumeTrue(
        Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0),
        "only root can give files away");
    Files.setAttribute(file, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
