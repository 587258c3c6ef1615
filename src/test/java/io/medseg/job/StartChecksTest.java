package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartChecksTest {
  @TempDir Path folder;

  @Test
  void aMasterThatIsDownIsNamed() {
    int port = StandaloneCluster.freePort();
    String master = "spark://127.0.0.1:" + port + ",127.0.0.1:1";

    assertThatThrownBy(() -> StartChecks.checkMaster(master))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot start Spark with master %s: nothing answers at 127.0.0.1:%d (ConnectException:",
            master, port)
        .hasMessageContaining("127.0.0.1:1 (ConnectException: Connection refused)")
        .hasMessageContaining("is the master running");
  }

  @Test
  void aHostThatIsNotKnownIsNamed() {
    assertThatThrownBy(() -> StartChecks.checkMaster("spark://no-such-host.invalid:7077"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no-such-host.invalid:7077 (UnknownHostException");
  }

  @Test
  void oneMasterOfSeveralIsEnough() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String master = "spark://127.0.0.1:1,127.0.0.1:" + socket.getLocalPort();
      assertThatCode(() -> StartChecks.checkMaster(master)).doesNotThrowAnyException();
    }
  }

  @Test
  void foldersThatCannotBeWrittenToAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path full = Path.of("/proc");

    assertThatThrownBy(
            () -> StartChecks.checkFolders(List.of(file + "/sub", full + "/no", file.toString())))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot start Spark: no folder for its temporary files can be written to: "
                + file
                + "/sub (FileSystemException: ")
        .hasMessageContaining("/proc/no (")
        .hasMessageContaining(file + " (FileAlreadyExistsException")
        .hasMessageEndingWith(
            "; name others with SPARK_LOCAL_DIRS or --conf spark.local.dir=DIR, before the --");
  }

  @Test
  void oneFolderOfSeveralIsEnoughAndNothingIsLeftInIt() {
    Path made = folder.resolve("a/b");

    StartChecks.checkFolders(List.of("/proc/no", made.toString()));

    assertThat(made).isEmptyDirectory();
  }

  /** As Hadoop itself fails, which has none of these clients here. */
  @ParameterizedTest
  @CsvSource({
    "s3a, org.apache.hadoop:hadoop-aws:",
    "abfs, org.apache.hadoop:hadoop-azure:",
    "abfss, org.apache.hadoop:hadoop-azure:",
    "wasb, org.apache.hadoop:hadoop-azure:",
    "wasbs, org.apache.hadoop:hadoop-azure:"
  })
  void theClientOfAnObjectStoreIsNamed(String scheme, String packages) {
    Exception failure = failure(scheme);

    assertThat(MissingClient.advice(new InputException("Cannot read it", failure)))
        .hasValueSatisfying(
            advice ->
                assertThat(advice)
                    .startsWith("Spark comes without a client for " + scheme.substring(0, 3))
                    .endsWith(
                        "give it with --packages "
                            + packages
                            + VersionInfo.getVersion()
                            + ", before the --"));
  }

  @Test
  void otherSchemesAreNotKnown() {
    assertThat(MissingClient.advice(failure("gs"))).get().asString().contains("gcs-connector");
    assertThat(MissingClient.advice(failure("s3")))
        .contains("no file system is known for s3://; s3a:// is Hadoop's");
    assertThat(MissingClient.advice(failure("hfds")))
        .contains("no file system is known for hfds://");
    assertThat(MissingClient.advice(new IOException("Connection refused"))).isEmpty();
  }

  private static Exception failure(String scheme) {
    try {
      FileSystem.get(java.net.URI.create(scheme + "://bucket/scans"), new Configuration());
      throw new AssertionError("There is a client for " + scheme);
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }
}
