package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A Maven project under examples/, built as its user would: with the wrapper, against the jars of
 * this build. They are put into a repository of their own under target/; what this build downloaded
 * is read from where it lies, and nobody's repository gets anything.
 */
record ExampleProject(String name) {
  /** The project as it stands in the sources. */
  Path sources() {
    return JobRunner.home().resolve("examples").resolve(name);
  }

  /** Where it is built. */
  Path copy() {
    return JobRunner.home().resolve("target/examples").resolve(name);
  }

  /** Builds and tests it in a copy; its jar. */
  Path build() throws IOException {
    copySources();
    Path repository = repository();
    TestProcess.Result built =
        TestProcess.run(
            new ProcessBuilder(
                JobRunner.home().resolve("mvnw").toString(),
                "-B",
                "-ntp",
                "-f",
                copy().resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + downloaded(),
                "package"));
    assertThat(built.code()).as("exit code of Maven, which says%n%s", built.output()).isZero();
    return copy().resolve("target").resolve(name + ".jar");
  }

  private void copySources() throws IOException {
    try (Stream<Path> files = Files.walk(sources())) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path relative = sources().relativize(file);
        if (!relative.startsWith("target")) {
          copy(file, copy().resolve(relative));
        }
      }
    }
  }

  /** What "mvnw install" of this build would put there. */
  private static Path repository() throws IOException {
    Path target = JobRunner.home().resolve("target");
    Path repository = target.resolve("example-repository");
    String version = Version.current();
    Path ours = repository.resolve("io/medseg/medseg-spark").resolve(version);
    String file = "medseg-spark-" + version;
    copy(target.resolve("medseg-spark.jar"), ours.resolve(file + ".jar"));
    copy(target.resolve("medseg-spark-contract.jar"), ours.resolve(file + "-contract.jar"));
    copy(JobRunner.home().resolve("pom.xml"), ours.resolve(file + ".pom"));
    return repository;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Maven tells it; an editor that runs the test has none but the usual place. */
  private static String downloaded() {
    Path usual = Path.of(System.getProperty("user.home"), ".m2", "repository");
    return System.getProperty("medseg.maven.repository", usual.toString());
  }
}
