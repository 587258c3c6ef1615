package io.medseg.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.ledger.WrittenFile;
import io.medseg.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {
  @TempDir private Path folder;

  private OutputFolder out() {
    return OutputFolder.ofScan(
        new org.apache.hadoop.fs.Path(folder.toString()), "1_V00", new Configuration(false));
  }

  @Test
  void saysWhatWasWritten() throws IOException {
    WrittenFile written =
        out()
            .write(
                "a/1_V00.txt",
                stream -> {
                  stream.write('x');
                  stream.write("yz".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                });

    assertThat(written).isEqualTo(new WrittenFile("a/1_V00.txt", 3, Sha256.of("xyz")));
    assertThat(folder.resolve("a/1_V00.txt")).hasContent("xyz");
    assertThat(folder.resolve("a")).isDirectoryContaining("glob:**/1_V00.txt");
    assertThat(out().write("a/1_V00.txt", stream -> {}).bytes()).isZero();
    assertThat(files()).isEqualTo(1);
  }

  /** A scan that was given up leaves no file, and what stood there stays. */
  @Test
  void aFileThatMustNotAppearDoesNot() throws IOException {
    out().write("1_V00.txt", stream -> stream.write('a'));
    OutputFolder forbidding =
        out()
            .checkedBy(
                () -> {
                  throw new InputException("Cannot go on");
                });

    assertThatThrownBy(() -> forbidding.write("1_V00.txt", stream -> stream.write('b')))
        .hasMessage("Cannot go on");

    assertThat(folder.resolve("1_V00.txt")).hasContent("a");
    assertThat(files()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a",
        "a/../../b",
        "/a",
        "",
        "a//b",
        "a/",
        ".hidden",
        "a\nb",
        "a\u0000",
        "a:b",
        "a\\b",
        "<script>",
        "a\"b",
        "a'b",
        "a*",
        "a?b",
        " a",
        "a%2e",
        "~/"
      })
  void namesThatAreNoneAreRefused(String name) {
    assertThatThrownBy(() -> out().write(name, stream -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Invalid file name: \"");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusalsSayWhatCanBe() {
    assertThatThrownBy(() -> out().write("a/<b", stream -> {}))
        .hasMessage(
            "Invalid file name: \"<b\": \"<\" cannot stand in a file name; letters, digits and"
                + " . _ - + = @ ( ) , and spaces can");
    assertThatThrownBy(() -> out().write("x".repeat(300), stream -> {}))
        .hasMessage(
            "Invalid file name: \""
                + "x".repeat(80)
                + "...\": it has 300 bytes, a file name needs 1 to 200");
    assertThatThrownBy(() -> out().write("..", stream -> {}))
        .hasMessage(
            "Invalid file name: \"..\": a file name may not start with a dot, nor begin or end in"
                + " space");
    assertThatThrownBy(() -> out().write("a\tb", stream -> {}))
        .hasMessageStartingWith(
            "Invalid file name: \"a?b\": a control character cannot stand in a file name");
  }

  @Test
  void filesOfAScanBearItsId() {
    assertThatThrownBy(() -> out().write("metrics.csv", stream -> {}))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid file name: \"metrics.csv\": it does not hold the id of scan 1_V00, so other files could have the same name");
    assertThat(folder).isEmptyDirectory();

    OutputFolder run =
        OutputFolder.ofRun(
            new org.apache.hadoop.fs.Path(folder.toString()), new Configuration(false));
    assertThat(run.write("regions.csv", stream -> {}).bytes()).isZero();
  }

  @Test
  void lettersOfAnyLanguageAreFine() {
    String longest = "1_V00" + "ß".repeat(97);

    assertThat(out().write("Müller, 2 (1)/膝_1_V00.txt", stream -> {}).bytes()).isZero();
    assertThat(out().write(longest, stream -> {}).name()).isEqualTo(longest);
  }

  @Test
  void aFileWhereAFolderShouldBeIsAnError() throws IOException {
    Files.writeString(folder.resolve("predictions"), "");

    assertThatThrownBy(() -> out().write("predictions/1_V00.pred", stream -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot write predictions/1_V00.pred of scan 1_V00 in " + folder + ": ");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void aFullDiskLeavesNothingBehind() throws IOException {
    OutputFolder full =
        OutputFolder.ofScan(FullFileSystem.path(folder), "1_V00", FullFileSystem.configuration());

    assertThatThrownBy(() -> full.write("1_V00.pred", stream -> stream.write(new byte[100_000])))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot write 1_V00.pred of scan 1_V00 in full:"
                + folder
                + ": No space left on device");
    assertThat(files()).isZero();
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
