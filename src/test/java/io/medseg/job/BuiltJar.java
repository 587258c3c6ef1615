package io.medseg.job;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

/** What the scripts in jobs/ run; they would build it, and a build inside a build shall not be. */
final class BuiltJar {
  private BuiltJar() {}

  /** Skips the test where the jar is missing or older than its sources. */
  static void assume() {
    Path home = JobRunner.home();
    Path jar = home.resolve("target/medseg-spark-all.jar");
    assumeTrue(
        Files.exists(jar) && Files.isDirectory(home.resolve("target/spark/jars")),
        "there is no target/*-all.jar or target/spark; run mvnw verify");
    assumeTrue(!isNewer(home.resolve("src/main"), jar), "the jar is older than src/main");
    assumeTrue(!isNewer(home.resolve("pom.xml"), jar), "the jar is older than pom.xml");
  }

  /** Skips the test where the contract of loaders is not packed, or not as it is now. */
  static void assumeContract() {
    Path home = JobRunner.home();
    Path jar = home.resolve("target/medseg-spark-contract.jar");
    assumeTrue(Files.exists(jar), "there is no target/*-contract.jar; run mvnw verify");
    Path contract = home.resolve("src/test/java/io/medseg/loader/DataLoaderContractTest.java");
    assumeTrue(!isNewer(contract, jar), "the contract's jar is older than its source");
  }

  private static boolean isNewer(Path tree, Path than) {
    try (Stream<Path> files = Files.walk(tree)) {
      FileTime built = Files.getLastModifiedTime(than);
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
