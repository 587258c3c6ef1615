package io.medseg.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsDirectoryTest {
  @TempDir Path folder;

  private record Text(String text) implements Report {
    @Override
    public String fileName() {
      return "report.txt";
    }

    @Override
    public void writeTo(Writer out) throws IOException {
      out.write(text);
    }
  }

  private record Breaking() implements Report {
    @Override
    public String fileName() {
      return "report.txt";
    }

    @Override
    public void writeTo(Writer out) throws IOException {
      out.write("half");
      out.flush();
      throw new IOException("disk full");
    }
  }

  @Test
  void writesAndReplacesFilesAndLeavesNothingElse() throws IOException {
    ResultsDirectory results = results(folder.resolve("new").resolve("run"));
    results.write(new Text("first"));
    results.write(new Text("zwölf"));
    assertThat(folder.resolve("new/run/report.txt")).hasContent("zwölf");
    assertThat(names(folder.resolve("new/run"))).containsExactly("report.txt");
  }

  @Test
  void keepsTheOldFileIfWritingFails() throws IOException {
    results(folder).write(new Text("old"));
    assertThatThrownBy(() -> results(folder).write(new Breaking()))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot write results to " + folder + ": report.txt: disk full")
        .hasCauseInstanceOf(IOException.class);
    assertThat(folder.resolve("report.txt")).hasContent("old");
    assertThat(names(folder)).containsExactly("report.txt");
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "a file");
    assertThatThrownBy(() -> results(file.resolve("run")).write(new Text("x")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot write results to " + file.resolve("run") + ": report.txt: ")
        .hasMessageContaining("taken");
  }

  @Test
  void doesNotPutAFileIntoAFolderOfItsName() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("report.txt"));
    assertThatThrownBy(() -> results(folder).write(new Text("x")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot write results to " + folder + ": report.txt: ")
        .hasMessageEndingWith("report.txt is a folder");
    assertThat(names(taken)).isEmpty();
  }

  /** As HDFS does, which refuses to rename onto a file that is there. */
  public static final class Strict extends RawLocalFileSystem {
    @Override
    public boolean rename(org.apache.hadoop.fs.Path source, org.apache.hadoop.fs.Path destination)
        throws IOException {
      return !exists(destination) && super.rename(source, destination);
    }
  }

  @Test
  void replacesFilesWhereRenamingDoesNot() throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.setClass("fs.file.impl", Strict.class, FileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    ResultsDirectory results =
        new ResultsDirectory(new org.apache.hadoop.fs.Path(folder.toUri()), hadoop);
    results.write(new Text("first"));
    results.write(new Text("second"));
    assertThat(folder.resolve("report.txt")).hasContent("second");
    assertThat(names(folder)).containsExactly("report.txt");
  }

  private static ResultsDirectory results(Path directory) {
    return new ResultsDirectory(
        new org.apache.hadoop.fs.Path(directory.toString()), new Configuration(false));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
