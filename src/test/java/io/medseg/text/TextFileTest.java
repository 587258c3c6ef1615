package io.medseg.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
