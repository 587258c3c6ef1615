package io.medseg.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir private java.nio.file.Path folder;

  private TextFile read(String name) {
    return TextFile.read("experiment", path(name), new Configuration(false));
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toString());
  }

  @Test
  void readsUtf8WithoutTheByteOrderMark() throws IOException {
    Files.writeString(folder.resolve("a.ini"), "\uFEFFµ = 1\n");

    assertThat(read("a.ini").text()).isEqualTo("µ = 1\n");
    assertThat(read("a.ini").path().toUri().getScheme()).isEqualTo("file");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> read("none.yaml"))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot read experiment " + path("none.yaml") + ": there is no such file")
        .hasCauseInstanceOf(FileNotFoundException.class);
  }

  /** As with HADOOP_CONF_DIR of a cluster. */
  @Test
  void saysOnWhichFileSystemItLooked() {
    Configuration cluster = new Configuration(false);
    cluster.set("fs.defaultFS", "elsewhere://name-node:8020");
    cluster.setClass("fs.elsewhere.impl", Elsewhere.class, FileSystem.class);

    assertThatThrownBy(() -> TextFile.read("experiment", path("none.yaml"), cluster))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read experiment %s: there is no such file on elsewhere://name-node:8020 (fs.defaultFS of the Hadoop configuration); for one on this machine write file:///...",
            path("none.yaml"));
    Path local = new Path("file:" + path("none.yaml"));
    assertThatThrownBy(() -> TextFile.read("experiment", local, cluster))
        .hasMessage("Cannot read experiment %s: there is no such file", local);
  }

  /** Stands for HDFS: nothing is there. */
  static final class Elsewhere extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("elsewhere://name-node:8020");
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      throw new FileNotFoundException(path.toString());
    }
  }

  @Test
  void refusesFoldersAndOtherEncodings() throws IOException {
    Files.createDirectory(folder.resolve("d.yaml"));
    Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE9});

    assertThatThrownBy(() -> read("d.yaml")).hasMessageEndingWith("d.yaml: it is a folder");
    assertThatThrownBy(() -> read("latin.yaml"))
        .hasMessageEndingWith("latin.yaml: it is not UTF-8 text");
  }

  @Test
  void namesAnUnknownFileSystem() {
    Configuration hadoop = new Configuration(false);

    assertThatThrownBy(() -> TextFile.read("experiment", new Path("nofs://h/a.yaml"), hadoop))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot read experiment nofs://h/a.yaml: No FileSystem for scheme \"nofs\"");
  }
}
