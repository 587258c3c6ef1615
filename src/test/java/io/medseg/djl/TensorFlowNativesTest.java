package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.model.HostCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFlowNativesTest {
  private static final String LIBRARY = System.mapLibraryName("jnitensorflow");

  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();

  @TempDir Path folder;
  private HostCache cache;

  @BeforeEach
  void makeCache() {
    cache = new HostCache(folder.resolve("cache"));
  }

  @Test
  void unpacksTheLibraryAndWhatLiesBesideIt() throws Exception {
    Path jar = jar("native.jar", "org/tensorflow/internal/c_api/linux-x86_64/", "one");
    properties.put("medseg.natives.jar", jar.toString());

    Path unpacked = locate();

    assertThat(names(unpacked)).containsExactly(LIBRARY, "libtensorflow_cc.so.2");
    assertThat(unpacked.resolve(LIBRARY)).hasContent("jni one");
    assertThat(unpacked.getParent()).isEqualTo(cache.root());
    assertThat(locate()).isEqualTo(unpacked);
  }

  @Test
  void twoThreadsGetOneFolder() throws Exception {
    Path jar = jar("native.jar", "native/lib/", "one");
    CyclicBarrier start = new CyclicBarrier(2);
    Callable<Path> task =
        () -> {
          start.await();
          return TensorFlowNatives.unpack(jar, new HostCache(cache.root()));
        };
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (Future<Path> unpacked : pool.invokeAll(List.of(task, task))) {
        assertThat(unpacked.get().resolve("libtensorflow_cc.so.2")).hasContent("cc one");
      }
    } finally {
      pool.shutdownNow();
    }
    String name = names(cache.root()).get(0);
    assertThat(names(cache.root())).containsExactly(name, name + ".lock", name + ".sha256");
  }

  @Test
  void recoversFromAKilledUnpacking() throws Exception {
    Path jar = jar("native.jar", "native/lib/", "one");
    Path unpacked = TensorFlowNatives.unpack(jar, cache);
    String name = unpacked.getFileName().toString();
    Path left = Files.createDirectory(cache.root().resolve("." + name + "-4711"));
    Files.writeString(left.resolve(LIBRARY), "jn");
    Files.writeString(unpacked.resolve("libtensorflow_cc.so.2"), "cc");

    assertThat(TensorFlowNatives.unpack(jar, cache)).isEqualTo(unpacked);

    assertThat(left).doesNotExist();
    assertThat(unpacked.resolve("libtensorflow_cc.so.2")).hasContent("cc one");
  }

  @Test
  void otherLibrariesGoElsewhere() throws Exception {
    Path cpu = TensorFlowNatives.unpack(jar("cpu.jar", "native/lib/", "cpu"), cache);
    Path gpu = TensorFlowNatives.unpack(jar("gpu.jar", "native/lib/", "gpu"), cache);
    Path same = TensorFlowNatives.unpack(jar("renamed.jar", "native/lib/", "cpu"), cache);

    assertThat(gpu).isNotEqualTo(cpu);
    assertThat(gpu.resolve(LIBRARY)).hasContent("jni gpu");
    assertThat(same).isEqualTo(cpu);
  }

  @Test
  void anUnpackedFolderIsTakenAsItIs() throws Exception {
    Files.writeString(folder.resolve(LIBRARY), "");
    properties.put("TENSORFLOW_LIBRARY_PATH", "/nowhere:" + folder);
    properties.put("medseg.natives.jar", "/nowhere/native.jar");

    assertThat(locate()).isEqualTo(folder);

    variables.put("TENSORFLOW_LIBRARY_PATH", "/nowhere");
    assertThatThrownBy(this::locate)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot load TensorFlow: TENSORFLOW_LIBRARY_PATH is /nowhere, where there is no "
                + LIBRARY);
  }

  @Test
  void theVariableNamesTheJarToo() throws Exception {
    variables.put("MEDSEG_NATIVES_JAR", jar("native.jar", "native/lib/", "one").toString());
    assertThat(locate().resolve(LIBRARY)).hasContent("jni one");
  }

  @Test
  void saysWhatToSet() {
    assertThatThrownBy(this::locate)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot load TensorFlow: its native library is not named; set system property"
                + " medseg.natives.jar or variable MEDSEG_NATIVES_JAR to the jar"
                + " tensorflow-core-native of your platform, or TENSORFLOW_LIBRARY_PATH to a"
                + " folder with "
                + LIBRARY);
  }

  @Test
  void saysWhatIsWrongWithTheJar() throws Exception {
    properties.put("medseg.natives.jar", "/nowhere/native.jar");
    assertThatThrownBy(this::locate)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot load TensorFlow: there is no jar /nowhere/native.jar on this host"
                + " (medseg.natives.jar or MEDSEG_NATIVES_JAR)");

    Path other = folder.resolve("other.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(other))) {
      put(zip, "native/lib/readme.txt", "no library");
    }
    properties.put("medseg.natives.jar", other.toString());
    assertThatThrownBy(this::locate)
        .hasMessage(
            "Cannot load TensorFlow: "
                + other
                + " holds no "
                + LIBRARY
                + "; is it the jar of this platform?");

    Files.writeString(other, "no zip");
    assertThatThrownBy(this::locate)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot unpack " + other + " to " + cache.root() + ": ");
  }

  @Test
  void aDiskFromWhichNothingRunsIsNamed() {
    assertThat(
            TensorFlowRuntime.advised(
                "java.lang.UnsatisfiedLinkError: /mnt/libjnitensorflow.so: /mnt/libjnitensorflow.so: failed to map segment from shared object"))
        .endsWith(
            "failed to map segment from shared object; its disk is mounted noexec, so set"
                + " medseg.cache or MEDSEG_CACHE to a folder of your own on a disk of this host"
                + " that is not");
    assertThat(TensorFlowRuntime.advised("wrong ELF class")).isEqualTo("wrong ELF class");
  }

  private Path locate() {
    return TensorFlowNatives.locate(properties::get, variables::get, () -> cache);
  }

  private Path jar(String name, String prefix, String build) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(zip, "META-INF/MANIFEST.MF", "");
      put(zip, prefix + "LICENSES/other.txt", "");
      put(zip, prefix + "libtensorflow_cc.so.2", "cc " + build);
      put(zip, prefix + LIBRARY, "jni " + build);
    }
    return jar;
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
