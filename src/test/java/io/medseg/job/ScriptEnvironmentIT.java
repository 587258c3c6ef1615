package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medseg.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts in surroundings that are not those of a developer: another Java, no locale, a user
 * without a name, links. No Spark starts; the project is a copy with an empty jar, so that what a
 * script would build or run is seen.
 */
class ScriptEnvironmentIT {
  private static final String FAKE_MAVEN = "#!/bin/sh\necho BUILDS\nexit 7\n";

  @TempDir Path folder;
  private Path project;

  /** Scripts, an older jar than the sources, and a launcher of Spark that cannot start. */
  @BeforeEach
  void copyProject() throws IOException {
    project = Files.createDirectories(folder.resolve("the project"));
    run(List.of("cp", "-r", JobRunner.home().resolve("jobs").toString(), project.toString()));
    Path jar = write("target/medseg-spark-all.jar", "");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    write("target/spark/jars/spark-core_2.12-3.5.9.jar", "");
    write("src/main/java/New.java", "");
    write("pom.xml", "");
    write("mvnw", FAKE_MAVEN).toFile().setExecutable(true);
  }

  private Path write(String name, String text) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private TestProcess.Result run(List<String> command) throws IOException {
    return TestProcess.run(new ProcessBuilder(command).directory(folder.toFile()));
  }

  /** Runs a script with these variables alone. */
  private TestProcess.Result script(Map<String, String> variables, String... command)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("env", "-i", "PATH=" + System.getenv("PATH")));
    variables.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(List.of(command));
    return run(words);
  }

  private String job(String name) {
    return project.resolve("jobs").resolve(name).toString();
  }

  private Path java(String says) throws IOException {
    Path java = write("jdk/bin/java", "#!/bin/sh\necho '" + says + "' >&2\nexit 9\n");
    java.toFile().setExecutable(true);
    return project.resolve("jdk");
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_392, 8", "11.0.13, 11", "16, 16"})
  void aJavaThatIsTooOldIsNamed(String version, String shown) throws IOException {
    Path jdk = java("openjdk version \"" + version + "\" 2021-10-19");

    TestProcess.Result result =
        script(Map.of("JAVA_HOME", jdk.toString()), job("evaluate.sh"), "--help");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .isEqualTo(
            "Cannot run on Java %s (%s/bin/java): medseg-spark needs Java 17 or later; set JAVA_HOME to a JDK 17 or 21\n",
            shown, jdk);
  }

  @ParameterizedTest
  @ValueSource(strings = {"23", "25.0.1", "26-ea"})
  void aJavaThatIsTooNewForSpark3IsNamed(String version) throws IOException {
    Path jdk = java("openjdk version \"" + version + "\" 2025-10-21");
    String major = version.substring(0, 2);

    TestProcess.Result result =
        script(Map.of("JAVA_HOME", jdk.toString()), job("evaluate.sh"), "--help");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .isEqualTo(
            "Cannot run Spark 3.5.9 on Java %s (%s/bin/java): it needs Java 17 or 21; set JAVA_HOME to one of them\n",
            major, jdk);
  }

  @Test
  void aNewJavaMayRunSpark4() throws IOException {
    Path jdk = java("openjdk version \"25.0.1\" 2025-10-21");
    Path spark = Files.createDirectories(project.resolve("spark4"));
    write("spark4/jars/spark-core_2.13-4.0.1.jar", "");
    write("spark4/bin/spark-submit", "#!/bin/sh\necho SUBMITTED\n").toFile().setExecutable(true);
    Map<String, String> variables =
        Map.of("JAVA_HOME", jdk.toString(), "SPARK_HOME", spark.toString());

    assertThat(script(variables, job("evaluate.sh"), "--help").output()).isEqualTo("SUBMITTED\n");
  }

  @Test
  void aFolderWithoutJavaIsNamed() throws IOException {
    TestProcess.Result result = script(Map.of("JAVA_HOME", "/none"), job("evaluate.sh"), "--help");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .isEqualTo(
            "Cannot find Java: there is no /none/bin/java (JAVA_HOME); a JDK 17 or 21 is needed\n");
  }

  @Test
  void aSparkThatIsNotThereIsNamed() throws IOException {
    TestProcess.Result result =
        script(Map.of("SPARK_HOME", "/no spark"), job("evaluate.sh"), "--help");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .isEqualTo(
            "Cannot use the Spark of SPARK_HOME: there is no /no spark/bin/spark-submit; unset SPARK_HOME to use the Spark that Maven resolved\n");
  }

  /** As docker run -u 123456 does. */
  @Test
  void aUserWithoutANameIsTold() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    run(List.of("chmod", "-R", "a+rX", folder.toString()));

    TestProcess.Result result =
        script(
            Map.of(),
            "setpriv",
            "--reuid=123456",
            "--regid=123456",
            "--clear-groups",
            job("evaluate.sh"),
            "--help");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .startsWith(
            "Cannot start Spark: user 123456 has no name on this machine, and Hadoop needs one;")
        .contains("/etc/passwd")
        .hasLineCount(1);
  }

  /** In the locale of C, Java does not find a file that is named beyond ASCII. */
  @ParameterizedTest
  @ValueSource(strings = {"NONE=", "LANG=C", "LC_ALL=POSIX", "LC_CTYPE=C"})
  void namesBeyondAsciiAreFoundWithoutALocale(String variable) throws IOException {
    String[] set = variable.split("=", -1);
    Path source =
        write(
            "Look.java",
            "class Look { public static void main(String[] a) { System.out.println(new java.io.File(a[0]).exists()); } }");
    Path file = write("Schädel 頭.h5", "");
    String look = "source \"$1/jobs/lib/spark.sh\"; exec \"$java\" \"$2\" \"$3\"";

    TestProcess.Result result =
        script(
            Map.of(set[0], set[1]),
            "bash",
            "-c",
            look,
            "bash",
            project.toString(),
            source.toString(),
            file.toString());

    assertThat(result.output()).isEqualTo("true\n");
  }

  @Test
  void executorsGetALocaleToo() throws IOException {
    for (String given : List.of("", "de_DE.UTF-8")) {
      String output =
          script(
                  Map.of("MEDSEG_DRY_RUN", "1", "LC_ALL", given),
                  job("evaluate.sh"),
                  "--master",
                  "yarn",
                  "--",
                  "--plan")
              .output();
      String expected = given.isEmpty() ? "(C|en_US)\\.(UTF-8|utf8)" : "de_DE\\.UTF-8";
      assertThat(output)
          .containsPattern("--conf spark\\.executorEnv\\.LC_ALL=" + expected)
          .containsPattern("--conf spark\\.yarn\\.appMasterEnv\\.LC_ALL=" + expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evaluate",
        "export",
        "preprocess",
        "inspect",
        "compare",
        "demo",
        "bench",
        "submit"
      })
  void aLinkAndCdpathLeadToTheProject(String name) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path link = Files.createSymbolicLink(bin.resolve("medseg"), Path.of(job(name + ".sh")));
    Files.createSymbolicLink(bin.resolve("again"), link);
    // "jobs" and "." are found along it.
    Map<String, String> variables =
        Map.of("CDPATH", project + ":/", "MEDSEG_DRY_RUN", "1", "LC_ALL", "C.UTF-8");

    TestProcess.Result result = script(variables, bin.resolve("again").toString(), "evaluate");

    assertThat(result.code()).as(result.output()).isZero();
    assertThat(result.output())
        .startsWith("spark-submit ")
        .contains("the\\ project/target/medseg-spark-all.jar")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--version"})
  void helpIsGivenByAnOlderBuild(String option) throws IOException {
    Path jdk = java("openjdk version \"17.0.1\" 2021-10-19");
    Map<String, String> variables = Map.of("JAVA_HOME", jdk.toString());

    assertThat(script(variables, job("evaluate.sh"), option).output())
        .startsWith("openjdk version")
        .doesNotContain("BUILDS");
    assertThat(script(variables, job("evaluate.sh"), "--plan").output()).contains("BUILDS");
  }

  @Test
  void helpWithoutABuildSaysHowToBuild() throws IOException {
    Files.delete(project.resolve("target/medseg-spark-all.jar"));

    TestProcess.Result result = script(Map.of(), job("evaluate.sh"), "--help");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .startsWith("Cannot show help: medseg-spark is not built yet; jobs/demo.sh builds it")
        .doesNotContain("BUILDS")
        .hasLineCount(1);
  }
}
