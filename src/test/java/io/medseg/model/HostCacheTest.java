package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
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

class HostCacheTest {
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
    assertThat(names(cache.root())).containsExactly("two", "two.lock");
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

    assertThat(names(root)).containsExactly(".other-4711", "two", "two.lock");
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
          .isEqualTo("rwx------");
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

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
