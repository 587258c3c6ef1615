package io.medseg.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that files and folders of results have the rights that the umask of the process gives. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells the umask of a process")
class ProcessUmaskIT {
  @TempDir Path folder;

  /** Writes one file in new folders, as a process of its own. */
  public static void main(String[] arguments) throws IOException {
    Configuration hadoop = new Configuration(false);
    // What Hadoop would take instead.
    hadoop.set("fs.permissions.umask-mode", "022");
    AtomicFile.write(
        new org.apache.hadoop.fs.Path(arguments[0]), hadoop, out -> out.write("mine".getBytes()));
  }

  @ParameterizedTest
  @CsvSource({"027, rw-r-----, rwxr-x---", "002, rw-rw-r--, rwxrwxr-x"})
  void holds(String umask, String ofFile, String ofFolder) throws IOException {
    Path file = folder.resolve("out/predictions/1_V00.pred");
    TestProcess.Result result =
        TestProcess.run(
            new ProcessBuilder(
                "sh",
                "-c",
                "umask " + umask + "; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ProcessUmaskIT.class.getName(),
                file.toString()));

    assertThat(result.code()).as(result.output()).isZero();
    assertThat(rights(file)).isEqualTo(ofFile);
    assertThat(rights(file.getParent())).isEqualTo(ofFolder);
    assertThat(rights(folder.resolve("out"))).isEqualTo(ofFolder);
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
