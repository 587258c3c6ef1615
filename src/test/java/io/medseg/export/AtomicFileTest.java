package io.medseg.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final Instant STARTED = Instant.parse("2020-02-02T02:02:02Z");
  private static final String LEFT = ".1_V00.pred.01234567-89ab-cdef-0123-456789abcdef.tmp";

  private final Configuration hadoop = new Configuration(false);

  @TempDir private Path folder;
  private org.apache.hadoop.fs.Path inHadoop;

  @BeforeEach
  void place() {
    inHadoop = new org.apache.hadoop.fs.Path(folder.toString());
  }

  private void put(String name, Instant written) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "half");
    Files.setLastModifiedTime(file, FileTime.from(written));
  }

  private int removed() throws IOException {
    return AtomicFile.removeLeftOvers(inHadoop, STARTED, hadoop);
  }

  @Test
  void oldTemporaryFilesGo() throws IOException {
    String made =
        AtomicFile.temporary(new org.apache.hadoop.fs.Path(inHadoop, "scan 1.png")).getName();
    put(LEFT, STARTED.minusSeconds(1));
    put(made, STARTED.minusSeconds(1));

    assertThat(removed()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void othersStay() throws IOException {
    for (String name :
        List.of("1_V00.pred", ".hidden", LEFT.substring(1), LEFT + "s", ".1_V00.pred.tmp")) {
      put(name, STARTED.minusSeconds(1));
    }
    put(LEFT, STARTED);

    assertThat(removed()).isZero();
    assertThat(folder.toFile().list()).hasSize(6);
  }

  @Test
  void noFolderIsNoLeftOver() throws IOException {
    inHadoop = new org.apache.hadoop.fs.Path(inHadoop, "predictions");
    assertThat(removed()).isZero();
    Files.writeString(folder.resolve("predictions"), "a file");
    assertThat(removed()).isZero();
  }
}
