package io.medseg.djl;

import io.medseg.InputException;
import io.medseg.model.HostCache;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * TensorFlow's native library on this host. DJL looks for it in {@code TENSORFLOW_LIBRARY_PATH} and
 * would download it when it is not there; so it is unpacked from a jar that the user names, once
 * per host, and the property is set before the engine loads. Nothing is ever downloaded.
 *
 * <p>Both jars of Maven Central will do: {@code org.tensorflow:tensorflow-core-native} with the
 * classifier of the platform, and {@code ai.djl.tensorflow:tensorflow-native-*}, which has GPU
 * builds; of any jar that holds libjnitensorflow the files beside it are taken.
 */
final class TensorFlowNatives {
  /** System property with the jar. */
  static final String JAR_PROPERTY = "medseg.natives.jar";

  /** Environment variable with the jar, read where the property is not set. */
  static final String JAR_VARIABLE = "MEDSEG_NATIVES_JAR";

  /** Variable or property with the folder of an unpacked library; the variable wins in DJL. */
  static final String LIBRARY_PATH = "TENSORFLOW_LIBRARY_PATH";

  private static final String LIBRARY = System.mapLibraryName("jnitensorflow");

  private TensorFlowNatives() {}

  /**
   * Makes the library available to DJL.
   *
   * @return the folder that holds it
   * @throws InputException if neither a jar nor a folder is named, or it does not hold the library
   */
  static Path install() {
    Path folder = locate(System::getProperty, System::getenv, HostCache::ofThisHost);
    System.setProperty(LIBRARY_PATH, folder.toString());
    return folder;
  }

  /** Whether this process was told of a jar or folder. */
  static boolean isNamed() {
    return first(System.getenv(LIBRARY_PATH), System.getProperty(LIBRARY_PATH)) != null
        || first(System.getProperty(JAR_PROPERTY), System.getenv(JAR_VARIABLE)) != null;
  }

  /** Where the cache is asked for only if a jar has to be unpacked. */
  static Path locate(
      UnaryOperator<String> property, UnaryOperator<String> variable, Supplier<HostCache> cache) {
    String preset = first(variable.apply(LIBRARY_PATH), property.apply(LIBRARY_PATH));
    if (preset != null) {
      return preset(preset);
    }
    String jar = first(property.apply(JAR_PROPERTY), variable.apply(JAR_VARIABLE));
    if (jar == null) {
      throw new InputException(
          ("Cannot load TensorFlow: its native library is not named; set system property %s or"
                  + " variable %s to the jar tensorflow-core-native of your platform, or %s to a"
                  + " folder with %s")
              .formatted(JAR_PROPERTY, JAR_VARIABLE, LIBRARY_PATH, LIBRARY));
    }
    return unpack(Path.of(jar), cache.get());
  }

  private static String first(String preferred, String other) {
    String value = preferred != null ? preferred : other;
    return value == null || value.isBlank() ? null : value;
  }

  private static Path preset(String folders) {
    for (String folder : folders.split(File.pathSeparator)) {
      if (Files.isRegularFile(Path.of(folder, LIBRARY))) {
        return Path.of(folder);
      }
    }
    throw new InputException(
        "Cannot load TensorFlow: %s is %s, where there is no %s"
            .formatted(LIBRARY_PATH, folders, LIBRARY));
  }

  /** Unpacks a jar into the cache, or finds it unpacked. */
  static Path unpack(Path jar, HostCache cache) {
    if (!Files.isRegularFile(jar)) {
      throw new InputException(
          "Cannot load TensorFlow: there is no jar %s on this host (%s or %s)"
              .formatted(jar, JAR_PROPERTY, JAR_VARIABLE));
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Libraries libraries = new Libraries(zip, entries(jar, zip));
      return cache.folder("tensorflow-" + libraries.digest(), libraries);
    } catch (IOException e) {
      throw new InputException(
          "Cannot unpack %s to %s: %s; it takes about 700 MB there: make room, or %s"
              .formatted(jar, cache.root(), e, HostCache.ADVICE),
          e);
    }
  }

  /** The library and the files beside it, by name. */
  private static List<ZipEntry> entries(Path jar, ZipFile zip) {
    String folder =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith("/" + LIBRARY))
            .map(name -> name.substring(0, name.length() - LIBRARY.length()))
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        "Cannot load TensorFlow: %s holds no %s; is it the jar of this platform?"
                            .formatted(jar, LIBRARY)));
    try (Stream<? extends ZipEntry> all = zip.stream()) {
      return all.filter(entry -> !entry.isDirectory())
          .filter(entry -> entry.getName().startsWith(folder))
          .filter(entry -> entry.getName().indexOf('/', folder.length()) < 0)
          .map(entry -> (ZipEntry) entry)
          .sorted(Comparator.comparing(ZipEntry::getName))
          .toList();
    }
  }

  /** The files as a folder of the cache. */
  private record Libraries(ZipFile zip, List<ZipEntry> entries) implements HostCache.Content {
    /** Tells builds apart without reading them: the jar's list has a checksum of every file. */
    String digest() {
      CRC32 digest = new CRC32();
      for (ZipEntry entry : entries) {
        digest.update(
            "%s %s %x\n"
                .formatted(entry.getName(), entry.getSize(), entry.getCrc())
                .getBytes(StandardCharsets.UTF_8));
      }
      return "%08x".formatted(digest.getValue());
    }

    @Override
    public boolean isComplete(Path folder) throws IOException {
      for (ZipEntry entry : entries) {
        Path file = folder.resolve(fileName(entry));
        if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void writeTo(Path folder) throws IOException {
      for (ZipEntry entry : entries) {
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, folder.resolve(fileName(entry)));
        }
      }
      if (!isComplete(folder)) {
        throw new IOException("the files written are shorter than the jar says");
      }
    }

    private static String fileName(ZipEntry entry) {
      return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    }
  }
}
